package dev.ficus.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The account of the operating system that a server runs under: our own, or a powerless one, because PostgreSQL refuses
 * to run as root.
 *
 * @param name empty for our own account
 */
record Account(Optional<String> name) {
    private static final List<String> POWERLESS = List.of("postgres", "nobody");
    /** Any group that root is not in. */
    private static final String NO_GROUP = "65534";

    static final Account OWN = new Account(Optional.empty());

    /** True where this JVM runs as root. */
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Our own account, or where that is root a powerless one; the second is what {@code nobody} is for. */
    static Account powerless() {
        return isRoot() ? new Account(POWERLESS.stream().filter(Account::exists).findFirst()) : OWN;
    }

    /** The command that runs {@code command} under this account, in the same process where the system can. */
    List<String> wrap(List<String> command) {
        if (name.isEmpty()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>();
        if (Programs.find("setpriv").isPresent()) {
            wrapped.addAll(List.of("setpriv", "--reuid=" + name.get(), "--regid=" + NO_GROUP, "--clear-groups", "--"));
        } else {
            wrapped.addAll(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", name.get(), "--"));
        }
        wrapped.addAll(command);
        return wrapped;
    }

    /** Gives a file or a whole directory to this account. */
    void own(Path path) {
        if (name.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            UserPrincipal owner = principal(name.get());
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setOwner(file, owner);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean exists(String account) {
        try {
            principal(account);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UserPrincipal principal(String account) throws IOException {
        return Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(account);
    }
}
