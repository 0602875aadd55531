package dev.ficus.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Project;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types what {@code docs/guides/backfill.md} says, each command on a domain that nothing was done to yet. */
class BackfillGuideIT {
    private static final Path GUIDE = Path.of("../docs/guides/backfill.md");

    @TempDir
    private Path directory;

    @Test
    void everyCommandOfTheGuideWorks() throws Exception {
        List<String> commands = Page.read(GUIDE).blocks().stream()
                .flatMap(block -> block.commands().stream())
                .toList();
        for (int i = 0; i < commands.size(); i++) {
            works(commands.get(i), directory.resolve("project" + i));
        }
        assertThat(commands).hasSizeGreaterThan(6).anyMatch(command -> command.contains("--replica"));
    }

    @Test
    void everyCodeOfTheGuideIsOne() throws IOException {
        Matcher code = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b").matcher(Files.readString(GUIDE));
        Set<String> named = new TreeSet<>();
        while (code.find()) {
            named.add(code.group());
        }
        assertThat(named)
                .hasSizeGreaterThan(10)
                .isSubsetOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList());
    }

    /** A server has every row that was committed on it, so it may stand for its own replica. */
    private static void works(String command, Path place) throws SQLException {
        DatabaseSettings legacy = SharedServers.server(DatabaseKind.MYSQL).freshDatabase("legacy");
        DatabaseSettings primary = SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
        String domain = "orders_" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        try (Connection connection = Connections.open(legacy, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, note VARCHAR(40))");
            statement.execute("INSERT INTO orders VALUES (1, 'one'), (2, 'two')");
        }
        Project project = new Project(place)
                .database(legacy)
                .database(primary)
                .settings("strangler: { from: legacy, to: primary, domains: { %s: { tables: [orders] } } }"
                        .formatted(domain));
        assertThat(project.run("schema", "convert", domain).exitCode()).isZero();
        assertThat(project.run("migrate", "up", "--db", "primary").exitCode()).isZero();
        String[] words = command.replaceFirst("^ficus ", "")
                .replaceFirst(" orders", " " + domain)
                .replaceFirst("jdbc:mysql:\\S+", legacy.url().replace("$", "\\$"))
                .split(" ");
        CommandRun run = project.run(words);
        assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
        assertThat(run.out())
                .as(command)
                .startsWith(domain + ": copied 2 rows ")
                .contains("  orders  2 rows  ", "  1 chunk  ", " rows/s  ", "  0 errors\n");
    }
}
