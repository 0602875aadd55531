package dev.ficus.cli.demo;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The working directory of the demo, laid out like a user's repository: {@code ficus.yaml} and a directory of change files
 * for each database, and beside them the ledger.
 */
record DemoDirectory(Path path) implements AutoCloseable {
    private static final List<String> CHANGES = List.of(
            "migrations-mysql/V001__customers.sql",
            "migrations-mysql/V002__catalog.sql",
            "migrations-mysql/V003__orders.sql",
            "migrations-postgres/V001__shop.sql",
            "migrations-mongo/001-create-reviews.yaml");

    /** Makes a fresh one among the temporary files, with the shop's change files. */
    static DemoDirectory create() {
        try {
            DemoDirectory directory = new DemoDirectory(Files.createTempDirectory("ficus-demo-"));
            for (String change : CHANGES) {
                directory.copy(change);
            }
            return directory;
        } catch (IOException e) {
            throw failed(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    Path config() {
        return path.resolve("ficus.yaml");
    }

    Path ledger() {
        return path.resolve("ledger.tsv");
    }

    /** Writes a file below the directory. */
    void write(String name, String text) {
        try {
            Files.writeString(path.resolve(name), text);
        } catch (IOException e) {
            throw failed(path.resolve(name), e);
        }
    }

    /** Writes {@code ficus.yaml} for these databases. The passwords are those of throwaway servers. */
    void writeConfig(DatabaseSettings legacy, DatabaseSettings primary, DatabaseSettings content) {
        String domains = ShopTable.domains().stream()
                .map(domain -> "    " + domain + ": { tables: ["
                        + ShopTable.of(domain).stream().map(ShopTable::table).collect(joining(", ")) + "] }\n")
                .collect(joining());
        write(
                "ficus.yaml",
                "databases:\n"
                        + entry(legacy, "migrations-mysql")
                        + entry(primary, "migrations-postgres")
                        + entry(content, "migrations-mongo")
                        + "strangler:\n  from: legacy\n  to: primary\n  domains:\n" + domains);
    }

    /** Removes the directory and all that is in it. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static String entry(DatabaseSettings database, String migrations) {
        return "  " + database.name() + ":\n"
                + "    url: " + quoted(database.url()) + "\n"
                + database.user()
                        .map(user -> "    user: " + quoted(user) + "\n")
                        .orElse("")
                + database.password()
                        .map(password -> "    password: " + quoted(password) + "\n")
                        .orElse("")
                + "    migrations: " + migrations + "\n";
    }

    /** A YAML scalar in single quotes, inside which a quote alone means something. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void copy(String resource) throws IOException {
        Path target = path.resolve(resource);
        Files.createDirectories(target.resolveSibling(""));
        try (InputStream in = DemoDirectory.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            Files.copy(in, target);
        }
    }

    private static FicusException failed(Path path, IOException e) {
        return new FicusException(
                ErrorCode.FILE_UNWRITABLE,
                "the demo cannot write its files: " + e.getMessage(),
                path.toString(),
                "make room for temporary files, or name another place in the environment variable TMPDIR",
                e);
    }
}
