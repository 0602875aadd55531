package dev.ficus.dualwrite.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.dualwrite.StranglerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a conversion writes stands the whole way and back, whenever its second file runs. */
class ConvertedTablesIT {
    private static final String ROWS = "SELECT id, words, part, at < '2002-01-01' FROM t ORDER BY id";

    @TempDir
    private Path directory;

    private final StranglerFixture fixture = StranglerFixture.fresh();

    /** Streams do not fire the trigger that sets {@code at}; the application does, and the time goes to MySQL. */
    @Test
    void timesThatSetThemselvesArePassedOnAndSetByTheApplicationAlone() {
        table();
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            domain.convert(directory);
            domain.backfill();
            domain.stream();
            fixture.mysql(
                    "UPDATE t SET words = 'kept', at = at WHERE id = 1", "UPDATE t SET words = 'set' WHERE id = 2");
            domain.awaitPostgres(ROWS, "1|kept|7|t", "2|set|7|f");
            assertThat(domain.verify().clean())
                    .as("the time is the one that MySQL set")
                    .isTrue();
            domain.toDualWrite();
            fixture.postgres("UPDATE t SET words = 'back' WHERE id = 1");
            domain.awaitMysql("SELECT words, at < '2002-01-01' FROM t WHERE id = 1", "back|0");
            assertThat(domain.verify().clean()).isTrue();
        }
    }

    @Test
    void secondFileMayWaitUntilTheRowsAreThere() throws IOException {
        table();
        try (MovingDomain domain = new MovingDomain(fixture, ConversionSettings.NONE, "t")) {
            List<Path> files = domain.convert(directory).files();
            fixture.postgres("DROP TABLE t CASCADE", "DROP FUNCTION t_on_update");
            fixture.postgres(Files.readString(files.get(0)));
            domain.backfill();
            domain.stream();
            fixture.postgres(Files.readString(files.get(1)));
            fixture.mysql("INSERT INTO t (words, at) VALUES ('new', '2001-01-01')");
            domain.awaitPostgres(ROWS, "1|one|7|t", "2|two|7|t", "3|new|7|t");
            assertThat(domain.verify().clean()).isTrue();
            assertThat(fixture.postgresRows("SELECT count(*) FROM pg_indexes WHERE indexdef LIKE '%words%'"))
                    .as("the index of the table, and one in each partition")
                    .containsExactly("3");
        }
    }

    private void table() {
        fixture.mysql(
                "CREATE TABLE t (id INT AUTO_INCREMENT, words VARCHAR(20) COMMENT 'said', part INT NOT NULL DEFAULT 7,"
                        + " at TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (id, part), KEY by_words (words))"
                        + " PARTITION BY HASH (part) PARTITIONS 2",
                "INSERT INTO t (words, at) VALUES ('one', '2001-01-01'), ('two', '2001-01-01')");
    }
}
