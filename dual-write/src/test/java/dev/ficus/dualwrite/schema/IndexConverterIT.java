package dev.ficus.dualwrite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.StranglerFixture;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.Strangler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes, checks and foreign keys, made by PostgreSQL and asked what they refuse. */
class IndexConverterIT {
    /** Pairs that a collation may hold equal. */
    private static final List<String> PAIRS = List.of(
            "a|A",
            "a|\u00e4",
            "a|\u00e1",
            "e|\u00c9",
            "a|a ",
            "a|a\t",
            "a|b",
            "o|\u00f6",
            "\u00e5|a",
            "n|\u00f1",
            "u|\u00fc",
            "\u0431|\u0411",
            "\u03b1|\u0391",
            "\u03b1|\u03ac",
            "straSSe|strasse",
            "abc|abd",
            "a| a",
            "1|2",
            "-|_",
            "a-b|ab",
            "\ud83d\ude00|\ud83d\ude01",
            "a b|ab",
            "x.y|xy",
            "a|a\u0001",
            "|\u0001\u001f\u007f",
            "|  ",
            "A\u0301|\u00c1",
            "\u00c1|\u00e1",
            "resume|r\u00e9sum\u00e9");

    /**
     * Older collations hold all characters beyond U+FFFF equal, and general_ci looks at one character at a time. They
     * stand in docs/reference/indexes.md.
     */
    private static final List<String> KNOWN = List.of(
            "utf8mb4_unicode_ci: \ud83d\ude00|\ud83d\ude01 refused by MySQL",
            "utf8mb4_general_ci: \ud83d\ude00|\ud83d\ude01 refused by MySQL",
            "utf8mb4_general_ci: A\u0301|\u00c1 taken by MySQL",
            "utf8mb4_unicode_nopad_ci: \ud83d\ude00|\ud83d\ude01 refused by MySQL",
            "utf8mb4_swedish_ci: \ud83d\ude00|\ud83d\ude01 refused by MySQL");

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void uniqueKeyRefusesWhatMysqlRefusesAndTakesWhatItTakes() throws IOException {
        List<String> collations = collations();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < collations.size(); i++) {
            String charset = collations.get(i).replaceFirst("_.*", "");
            fixture.mysql("CREATE TABLE t" + i + " (id INT PRIMARY KEY, s VARCHAR(30) CHARACTER SET " + charset
                    + " COLLATE " + collations.get(i) + ", UNIQUE KEY k (s))");
            columns.add("t" + i);
        }
        up(convert(columns.toArray(String[]::new)));

        List<String> differences = new ArrayList<>();
        for (int i = 0; i < collations.size(); i++) {
            for (String pair : PAIRS) {
                String[] texts = pair.split("\\|", -1);
                boolean latin1 = collations.get(i).startsWith("latin1");
                if (latin1 && pair.chars().anyMatch(c -> c > 255)) {
                    continue;
                }
                boolean mysql = takes("t" + i, texts, true);
                boolean postgres = takes("t" + i, texts, false);
                if (mysql != postgres) {
                    differences.add(
                            collations.get(i) + ": " + pair + (mysql ? " taken by MySQL" : " refused by MySQL"));
                }
            }
        }
        assertThat(differences).as("but for those that the guide tells of").isSubsetOf(KNOWN);
    }

    private List<String> collations() {
        List<String> wanted = List.of(
                "utf8mb4_0900_ai_ci",
                "utf8mb4_0900_as_ci",
                "utf8mb4_0900_as_cs",
                "utf8mb4_0900_bin",
                "utf8mb4_unicode_ci",
                "utf8mb4_unicode_520_ci",
                "utf8mb4_general_ci",
                "utf8mb4_bin",
                "latin1_swedish_ci",
                "latin1_bin",
                "utf8mb4_unicode_nopad_ci",
                "utf8mb4_swedish_ci");
        List<String> known = fixture.mysqlRows("SELECT collation_name FROM information_schema.collations");
        boolean mariadb = fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB");
        return wanted.stream()
                .filter(known::contains)
                .filter(name -> !(mariadb && name.equals("utf8mb4_0900_bin")))
                .toList();
    }

    /** Whether both texts can stand beside each other. */
    private boolean takes(String table, String[] texts, boolean mysql) {
        try {
            for (int i = 0; i < 2; i++) {
                String sql = "INSERT INTO " + table + " VALUES (" + i + ", '" + texts[i] + "')";
                if (mysql) {
                    fixture.mysql(sql);
                } else {
                    fixture.postgres(sql);
                }
            }
            return true;
        } catch (AssertionError e) {
            assertThat(e).rootCause().hasMessageMatching("(?s).*(Duplicate entry|duplicate key).*");
            return false;
        } finally {
            if (mysql) {
                fixture.mysql("DELETE FROM " + table);
            } else {
                fixture.postgres("DELETE FROM " + table);
            }
        }
    }

    @Test
    void prefixesOrdersAndExpressionsOfIndexesAreKept() throws IOException {
        fixture.mysql(
                "CREATE TABLE page (id INT PRIMARY KEY, title VARCHAR(200) COLLATE utf8mb4_bin, body TEXT COLLATE utf8mb4_bin, raw BLOB,"
                        + " views INT, UNIQUE KEY by_title (title(3)), KEY by_body (body(20), views DESC), KEY by_raw (raw(8)),"
                        + " FULLTEXT KEY words (title, body)) COMMENT 'x'");
        ConversionReport report = convert("page");
        up(report);

        assertThat(fixture.postgresRows("SELECT indexdef FROM pg_indexes WHERE tablename = 'page' ORDER BY indexname"))
                .anyMatch(index -> index.contains("(\"left\"(body, 20), views DESC)")
                        || index.contains("left(body, 20), views DESC"))
                .anyMatch(index -> index.contains("substr(raw, 1, 8)"));
        fixture.postgres("INSERT INTO page (id, title) VALUES (1, 'abcd'), (2, NULL), (3, NULL)");
        assertThatThrownBy(() -> fixture.postgres("INSERT INTO page (id, title) VALUES (4, 'abcx')"))
                .as("the first three characters are there")
                .rootCause()
                .hasMessageContaining("duplicate key");
        assertThat(report.findings())
                .anySatisfy(finding -> {
                    assertThat(finding.where()).isEqualTo("page.words");
                    assertThat(finding.todo()).contains("gin (to_tsvector('simple', ");
                })
                .anyMatch(finding -> finding.where().equals("page.by_body"));
        fixture.postgres(report.findings().stream()
                .filter(finding -> finding.where().equals("page.words"))
                .map(finding -> finding.todo().substring(finding.todo().indexOf("CREATE")))
                .toArray(String[]::new));
    }

    @Test
    void primaryKeyOverTextRefusesWhatMysqlRefuses() throws IOException {
        fixture.mysql("CREATE TABLE t (code VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY)");
        up(convert("t"));
        fixture.postgres("INSERT INTO t VALUES ('a')");

        assertThatThrownBy(() -> fixture.postgres("INSERT INTO t VALUES ('A')"))
                .rootCause()
                .hasMessageContaining("t_key_equal");
    }

    @Test
    void checksAreConvertedOrLeftOutWithTheReason() throws IOException {
        fixture.mysql(
                "CREATE TABLE t (id INT PRIMARY KEY, n INT, s VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,"
                        + " CONSTRAINT positive CHECK (n > 0 AND char_length(s) >= 2), CONSTRAINT words CHECK (s <> 'no'))");
        ConversionReport report = convert("t");
        up(report);
        fixture.postgres("INSERT INTO t VALUES (1, 1, 'ab'), (2, NULL, NULL)");

        assertThatThrownBy(() -> fixture.postgres("INSERT INTO t VALUES (3, 0, 'ab')"))
                .rootCause()
                .hasMessageContaining("t_positive_ck");
        assertThat(report.findings())
                .filteredOn(finding -> finding.where().equals("t.words"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("utf8mb4_unicode_ci"));
    }

    @Test
    void foreignKeysAreKeptWhereBothEndsMoveAndPostgresCanHoldThem() throws IOException {
        fixture.mysql(
                "CREATE TABLE far (id INT PRIMARY KEY)",
                "CREATE TABLE home (id INT UNSIGNED PRIMARY KEY, code VARCHAR(9) CHARACTER SET utf8mb4"
                        + " COLLATE utf8mb4_unicode_ci, UNIQUE KEY by_code (code), parent INT UNSIGNED,"
                        + " CONSTRAINT up FOREIGN KEY (parent) REFERENCES home (id) ON DELETE CASCADE)",
                "CREATE TABLE guest (id INT PRIMARY KEY, home INT UNSIGNED, code VARCHAR(9) CHARACTER SET utf8mb4"
                        + " COLLATE utf8mb4_unicode_ci, far INT,"
                        + " CONSTRAINT lives FOREIGN KEY (home) REFERENCES home (id) ON DELETE SET NULL ON UPDATE CASCADE,"
                        + " CONSTRAINT coded FOREIGN KEY (code) REFERENCES home (code),"
                        + " CONSTRAINT away FOREIGN KEY (far) REFERENCES far (id))");
        ConversionReport report = convert("home", "guest");
        up(report);
        fixture.postgres(
                "INSERT INTO home VALUES (1, 'a', NULL), (2, 'b', 1)",
                "INSERT INTO guest VALUES (1, 2, 'b', 5)",
                "DELETE FROM home WHERE id = 1 AND false",
                "UPDATE home SET id = 3 WHERE id = 2");

        assertThat(fixture.postgresRows("SELECT home, code FROM guest")).containsExactly("3|b");
        Finding outside = report.findings().stream()
                .filter(finding -> finding.where().equals("guest.away"))
                .findFirst()
                .orElseThrow();
        fixture.postgres("CREATE TABLE far (id integer PRIMARY KEY)", "INSERT INTO far VALUES (5)");
        fixture.postgres(
                outside.todo().substring(outside.todo().indexOf("ALTER")).split("; "));
        assertThat(fixture.postgresRows("SELECT convalidated FROM pg_constraint WHERE conname = 'away'"))
                .containsExactly("t");
    }

    private void up(ConversionReport report) throws IOException {
        for (Path file : report.files()) {
            fixture.postgres(Files.readString(file));
        }
    }

    private ConversionReport convert(String... tables) {
        DomainSettings domain = new DomainSettings("shop", List.of(tables));
        DatabaseSettings to = new DatabaseSettings(
                fixture.to().name(),
                fixture.to().kind(),
                fixture.to().url(),
                fixture.to().user(),
                fixture.to().password(),
                Optional.of(directory));
        return SchemaConversion.convert(
                new Strangler(
                        new StranglerSettings(fixture.from(), to, List.of(domain)),
                        Progress.SILENT,
                        StopSignal.NEVER,
                        Hook.NONE),
                "shop");
    }
}
