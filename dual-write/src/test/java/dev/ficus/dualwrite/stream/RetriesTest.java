package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
    @ParameterizedTest
    @CsvSource({
        "CONNECTION_LOST, WITH_BACKOFF, WITH_BACKOFF",
        "SERVER_BUSY, WITH_BACKOFF, WITH_BACKOFF",
        "STREAM_SUPERSEDED, AT_ONCE, AT_ONCE",
        "STREAM_STOPPED_BY_DDL, WHEN_TABLES_AGREE, NEVER",
        "TABLE_MISMATCH, WHEN_TABLES_AGREE, NEVER",
        "STREAM_DIVERGED, NEVER, NEVER",
        "STREAM_POSITION_LOST, NEVER, NEVER",
        "LOGIN_REFUSED, NEVER, NEVER",
        "LOCK_HELD, NEVER, NEVER",
    })
    void eachFailureHasItsAnswer(ErrorCode code, Retries daemon, Retries untilCaughtUp) {
        FicusException failure = new FicusException(code, "what", "where", "fix");

        assertThat(Retries.of(failure, false)).isEqualTo(daemon);
        assertThat(Retries.of(failure, true)).isEqualTo(untilCaughtUp);
    }

    @ParameterizedTest
    @CsvSource({
        "25006, 0, cannot execute INSERT in a read-only transaction",
        "53300, 0, too many clients already",
        "HY000, 1290, The MySQL server is running with the --read-only option",
        "40P01, 0, deadlock detected",
        "57P03, 0, the database system is starting up",
        "40001, 1213, Deadlock found"
    })
    void whatAServerSaysForAWhilePasses(String state, int vendorCode, String message) {
        FicusException failure = SqlFailures.onStatement(
                new SQLException(message, state, vendorCode), "where", ErrorCode.STREAM_DIVERGED, "fix");

        assertThat(Retries.of(failure, false)).isEqualTo(Retries.WITH_BACKOFF);
    }

    @Test
    void pausesGrowToABoundAndBeginAnewAfterSuccess() {
        Backoff longest = new Backoff(() -> 1);
        List<Long> pauses =
                IntStream.range(0, 7).mapToObj(i -> longest.next().toMillis()).toList();

        assertThat(pauses).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
        longest.reset();
        assertThat(longest.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(new Backoff(() -> 0).next()).as("half by chance").isEqualTo(Duration.ofMillis(250));
    }
}
