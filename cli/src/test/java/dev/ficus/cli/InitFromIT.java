package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.Settings;
import dev.ficus.core.settings.SettingsFile;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ficus init --from}, as a user types it. */
class InitFromIT {
    private static final String PASSWORD = "p\u00e4ss: \"word\"";

    @TempDir
    private Path directory;

    private final DatabaseSettings legacy =
            SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private final String user = "init_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);

    @Test
    void domainsAreProposedWithTheForeignKeysThatTieThem() throws Exception {
        shop();
        CommandRun init = init("--from", legacy.url());
        assertThat(init.exitCode()).as(init.err()).isZero();
        assertThat(init.out().replace(directory.toString(), "DIR")).isEqualTo("""
                wrote DIR/ficus.yaml
                made  DIR/migrations-mysql
                made  DIR/migrations-postgres
                domains
                  on: tables on
                    no foreign key ties it to another table
                  orders: tables orders, order_items, refunds
                    log.order_id -> orders.id
                    order_items.order_id -> orders.id
                    refunds.(order_id, line) -> order_items.(order_id, line)
                  reviews: tables reviews
                    no foreign key ties it to another table
                hints: names alone say so, and nothing follows from them
                  reviews.order_id -> orders.id
                in no domain
                  log, tied to domain orders: table log has no primary key, so its rows can be neither chunked nor streamed
                    to do: give it one on MySQL, over columns that are unique and never NULL: ALTER TABLE `log` ADD PRIMARY KEY (...); or add a numbered column for it
                  open_orders: it is a view, which has no rows of its own
                    to do: write it anew for PostgreSQL, as a change in migrations-postgres
                """);
        assertThat(init.err()).isEqualTo("next: ficus -c " + file() + " doctor\n");
    }

    @Test
    void fileThatIsWrittenSaysWhyAndIsValid() throws Exception {
        shop();
        assertThat(init("--from", legacy.url(), "--to", primary.url()).exitCode())
                .isZero();
        String name = legacy.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        String text = Files.readString(file());
        assertThat(text.replace(legacy.url(), "FROM")
                        .replace(primary.url(), "TO")
                        .replace(name, "NAME"))
                .isEqualTo("""
                # Settings of Ficus, proposed by: ficus init --from. Paths are relative to this file. Secrets come from the
                # environment, ${env:NAME}, or from a file, ${file:PATH}; a password does not belong into this file.

                # `migrations` is the directory of the change files; leave it out where a database keeps no history.
                databases:
                  legacy:
                    url: "FROM"
                    user: %s
                    password: "${env:LEGACY_PASSWORD}"
                    migrations: migrations-mysql
                  # Correct the user.
                  primary:
                    url: "TO"
                    user: ficus
                    password: "${env:PRIMARY_PASSWORD}"
                    migrations: migrations-postgres

                # The way off MySQL. A domain is a group of tables that move together; each table belongs to one domain.
                # Above each stand the foreign keys that hold it together. Join and divide them as the application needs.
                strangler:
                  from: legacy
                  to: primary
                  domains:
                    # no foreign key ties it to another table
                    "on": { tables: ["on"] }
                    # log.order_id -> orders.id
                    # order_items.order_id -> orders.id
                    # refunds.(order_id, line) -> order_items.(order_id, line)
                    orders: { tables: [orders, order_items, refunds] }
                    # no foreign key ties it to another table
                    reviews: { tables: [reviews] }

                  # Hints: columns that are called like the key of a table of another domain. No foreign key says so, and nothing follows from them; if one is right, think about joining the two domains.
                  #   reviews.order_id -> orders.id

                  # In no domain, with what to do first if it is to move, too.
                  #   log, tied to domain orders: table log has no primary key, so its rows can be neither chunked nor streamed; to do: give it one on MySQL, over columns that are unique and never NULL: ALTER TABLE `log` ADD PRIMARY KEY (...); or add a numbered column for it
                  #   open_orders: it is a view, which has no rows of its own; to do: write it anew for PostgreSQL, as a change in migrations-postgres
                """.formatted(user));
        Settings settings = SettingsFile.read(
                file(), variable -> Optional.of(variable.equals("LEGACY_PASSWORD") ? PASSWORD : "secret"));
        assertThat(settings.requiredStrangler().domains())
                .containsExactly(
                        new DomainSettings("on", List.of("on")),
                        new DomainSettings("orders", List.of("orders", "order_items", "refunds")),
                        new DomainSettings("reviews", List.of("reviews")));
        assertThat(settings.requiredStrangler().from().password()).contains(PASSWORD);
    }

    @Test
    void doctorTakesTheFileOnceTheLoginOfPostgresIsCorrected() throws Exception {
        shop();
        assertThat(init("--from", legacy.url(), "--to", primary.url()).exitCode())
                .isZero();
        execute("GRANT ALL ON *.* TO '" + user + "'");
        Files.writeString(
                file(),
                Files.readString(file())
                        .replace(
                                "    user: ficus\n",
                                "    user: " + primary.user().orElseThrow() + "\n"));
        CommandRun doctor = CommandRun.with(
                Map.of(
                        "LEGACY_PASSWORD",
                        PASSWORD,
                        "PRIMARY_PASSWORD",
                        primary.password().orElse("")),
                false,
                "doctor",
                "-c",
                file().toString());
        assertThat(doctor.exitCode()).as(doctor.out() + doctor.err()).isZero();
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        shop();
        CommandRun init = init("--from", legacy.url(), "-o", "json");
        assertThat(init.exitCode()).as(init.err()).isZero();
        JsonNode document = JsonMapper.builder().build().readTree(init.out());
        assertThat(document.get("document").asText()).isEqualTo("ficus/init/v1");
        assertThat(document.at("/domains/1/name").asText()).isEqualTo("orders");
        assertThat(document.at("/domains/1/tables/1").asText()).isEqualTo("order_items");
        assertThat(document.at("/domains/1/keys/1").asText()).isEqualTo("order_items.order_id -> orders.id");
        assertThat(document.at("/domains/1/cut").isNull()).isTrue();
        assertThat(document.at("/hints/0").asText()).isEqualTo("reviews.order_id -> orders.id");
        assertThat(document.at("/leftOut/0/name").asText()).isEqualTo("log");
        assertThat(document.at("/leftOut/0/domain").asText()).isEqualTo("orders");
        assertThat(document.at("/leftOut/1/domain").isNull()).isTrue();
    }

    @Test
    void everythingThatIsWrongWithTheOptionsIsSaidAtOnceAndNoUrlIsRepeated() {
        CommandRun run = init(
                "--from",
                "jdbc:mysql://ficus:geheim@db1:3306/shop",
                "--to",
                "jdbc:postgresql://db2:5432/",
                "--password-env",
                "A B");
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: the url holds a user or a password
                          at:  --from
                          fix: take them out: name the user with --user, and put the password into the environment variable of --password-env
                        error USAGE_INVALID: the url names no database
                          at:  --to
                          fix: end it with the name of the database: …/NAME
                        error USAGE_INVALID: that is no name of an environment variable
                          at:  --password-env
                          fix: name the variable that holds the password, such as LEGACY_PASSWORD
                        """));
        assertThat(file()).doesNotExist();
    }

    @Test
    void postgresUrlIsRefusedAsASource() {
        assertThat(init("--from", "jdbc:postgresql://db2:5432/shop")).isEqualTo(new CommandRun(2, "", """
                        error USAGE_INVALID: the url is of a postgres database
                          at:  --from
                          fix: name MySQL or MariaDB here, jdbc:mysql://HOST:3306/NAME, and PostgreSQL with --to
                        """));
    }

    @Test
    void optionOfTheSourceWithoutTheSourceIsWrongUsage() {
        CommandRun run = CommandRun.of("init", "--user", "ana", "-c", file().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error USAGE_INVALID: ").contains("--from");
        assertThat(file()).doesNotExist();
    }

    @Test
    void variableThatIsNotSetIsNamedBeforeAnybodyIsAsked() {
        CommandRun run = CommandRun.of("init", "--from", "jdbc:mysql://127.0.0.1:1/shop", "-c", file().toString());
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error SECRET_MISSING: the environment variable LEGACY_PASSWORD, which holds the password of user ficus, is not set
                          at:  ficus init --from
                          fix: export LEGACY_PASSWORD=…, or name another variable with --password-env
                        """));
    }

    @Test
    void serverThatCannotBeReachedLeavesNothingBehind() {
        CommandRun run = init("--from", "jdbc:mysql://127.0.0.1:1/shop");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("error CANNOT_CONNECT: ").doesNotContain(PASSWORD);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void loginThatIsRefusedIsCorrectedInTheOptions() {
        CommandRun run = CommandRun.with(
                Map.of("OTHER", "x"),
                false,
                "init",
                "--from",
                legacy.url(),
                "--user",
                user,
                "--password-env",
                "OTHER",
                "-c",
                file().toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("error LOGIN_REFUSED: the server refused the login of user " + user + "\n")
                .endsWith("fix: correct --user, or the password in the environment variable OTHER\n");
    }

    @Test
    void emptyDatabaseIsNamed() throws Exception {
        user();
        CommandRun run = init("--from", legacy.url());
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("error TABLE_MISSING: the database holds no table that this user may see\n")
                .contains("GRANT SELECT ON ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void databaseWithoutATableThatCanMoveGetsAFileThatSaysSo() throws Exception {
        user();
        execute("CREATE TABLE log (note TEXT)");
        CommandRun run = init("--from", legacy.url());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("no table can be in a domain as it is\n", "  log: table log has no primary key");
        assertThat(SettingsFile.read(file(), variable -> Optional.of("secret"))
                        .requiredStrangler()
                        .domains())
                .isEmpty();
    }

    @Test
    void fileThatIsThereStaysAsItIs() throws IOException {
        Files.writeString(file(), "mine");
        CommandRun run = init("--from", "jdbc:mysql://127.0.0.1:1/shop");
        assertThat(run).isEqualTo(new CommandRun(2, "", """
                        error CONFIG_EXISTS: the file is there already and stays as it is
                          at:  %s
                          fix: edit it, or name another file: ficus init --config FILE
                        """.formatted(file())));
        assertThat(file()).hasContent("mine");
    }

    private Path file() {
        return directory.resolve("ficus.yaml");
    }

    private CommandRun init(String... options) {
        List<String> line = new ArrayList<>(List.of("init"));
        line.addAll(List.of(options));
        line.addAll(List.of("--user", user, "-c", file().toString()));
        return CommandRun.with(Map.of("LEGACY_PASSWORD", PASSWORD), false, line.toArray(String[]::new));
    }

    private void shop() throws SQLException {
        user();
        execute("CREATE TABLE orders (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, note TEXT)");
        execute("CREATE TABLE order_items (order_id BIGINT UNSIGNED, line INT, PRIMARY KEY (order_id, line),"
                + " FOREIGN KEY (order_id) REFERENCES orders (id))");
        execute("CREATE TABLE refunds (id INT PRIMARY KEY, order_id BIGINT UNSIGNED, line INT,"
                + " FOREIGN KEY (order_id, line) REFERENCES order_items (order_id, line))");
        execute("CREATE TABLE reviews (id INT PRIMARY KEY, order_id BIGINT UNSIGNED)");
        execute("CREATE TABLE `on` (id INT PRIMARY KEY)");
        execute("CREATE TABLE log (order_id BIGINT UNSIGNED, FOREIGN KEY (order_id) REFERENCES orders (id))");
        execute("CREATE VIEW open_orders AS SELECT id FROM orders");
    }

    private void user() throws SQLException {
        execute("CREATE USER '" + user + "' IDENTIFIED BY '" + PASSWORD + "'");
        execute("GRANT ALL ON " + legacy.url().replaceFirst("\\?.*", "").replaceFirst(".*/", "") + ".* TO '" + user
                + "'");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Connections.open(legacy, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
