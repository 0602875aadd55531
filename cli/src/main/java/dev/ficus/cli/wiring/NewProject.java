package dev.ficus.cli.wiring;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.proposal.DomainProposal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A settings file to fill in, and the directories that it names.
 *
 * @param file the file that was written
 * @param directories those that were made; one that was there already is left as it is and not named
 */
public record NewProject(String file, List<String> directories) {
    private static final String TEMPLATE = "/dev/ficus/cli/ficus.yaml";
    private static final List<String> DIRECTORIES =
            List.of("migrations-mysql", "migrations-postgres", "migrations-mongo");

    public NewProject {
        directories = List.copyOf(directories);
    }

    /**
     * Writes the file and makes the directories beside it.
     *
     * @throws FicusException CONFIG_EXISTS, with nothing changed; FILE_UNWRITABLE
     */
    public static NewProject create(Path file) {
        return write(file, template(), DIRECTORIES);
    }

    /**
     * Looks at a MySQL schema, then writes a file with the domains that it proposes and makes the directories beside it.
     *
     * @param environment the value of an environment variable, empty where it is not set
     * @throws FicusException CONFIG_EXISTS, before MySQL is asked; SECRET_MISSING; FILE_UNWRITABLE; what
     *     {@link DomainProposal#of} throws
     */
    public static Proposed propose(Path file, ProjectSource source, Function<String, Optional<String>> environment) {
        if (Files.exists(file)) {
            throw exists(file, null);
        }
        DomainProposal proposal = proposal(source, source.settings(environment));
        NewProject project = write(file, new ProposedSettings(source, proposal).text(), DIRECTORIES.subList(0, 2));
        return new Proposed(project, proposal);
    }

    /** A project and why its domains are what they are. */
    public record Proposed(NewProject project, DomainProposal proposal) {}

    private static DomainProposal proposal(ProjectSource source, DatabaseSettings mysql) {
        try {
            return DomainProposal.of(new MysqlServer(mysql));
        } catch (FicusException e) {
            throw new FicusException(
                    e.problems().stream()
                            .map(problem -> ofOptions(problem, source))
                            .toList(),
                    e);
        }
    }

    /** There is no file yet in which a login could be corrected. */
    private static Problem ofOptions(Problem problem, ProjectSource source) {
        return switch (problem.code()) {
            case LOGIN_REFUSED ->
                withFix(
                        problem,
                        "correct --user, or the password in the environment variable " + source.passwordVariable());
            case DATABASE_MISSING -> withFix(problem, "correct the name of the database at the end of --from");
            default -> problem;
        };
    }

    private static Problem withFix(Problem problem, String fix) {
        return new Problem(problem.code(), problem.what(), problem.where(), fix);
    }

    private static String template() {
        try (InputStream template = NewProject.class.getResourceAsStream(TEMPLATE)) {
            if (template == null) {
                throw new IllegalStateException(TEMPLATE + " is not on the class path");
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NewProject write(Path file, String text, List<String> directories) {
        try {
            Path parent = file.toAbsolutePath().normalize().resolveSibling("");
            Files.createDirectories(parent);
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new NewProject(file.toString(), made(file, directories));
        } catch (FileAlreadyExistsException e) {
            throw exists(file, e);
        } catch (IOException e) {
            throw new FicusException(
                    ErrorCode.FILE_UNWRITABLE,
                    "the file or a directory beside it cannot be written: " + e.getMessage(),
                    file.toString(),
                    "run the command where you may write",
                    e);
        }
    }

    private static FicusException exists(Path file, @Nullable Throwable cause) {
        return new FicusException(
                ErrorCode.CONFIG_EXISTS,
                "the file is there already and stays as it is",
                file.toString(),
                "edit it, or name another file: ficus init --config FILE",
                cause);
    }

    private static List<String> made(Path file, List<String> directories) throws IOException {
        List<String> made = new ArrayList<>();
        for (String name : directories) {
            Path directory = file.resolveSibling(name);
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                made.add(directory.toString());
            }
        }
        return made;
    }
}
