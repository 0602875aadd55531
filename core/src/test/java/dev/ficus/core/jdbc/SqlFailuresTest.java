package dev.ficus.core.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "08006, An I/O error occurred while sending to the backend.",
        "08S01, Communications link failure",
        "57P01, FATAL: terminating connection due to administrator command",
        "S1009, No operations allowed after statement closed."
    })
    void brokenConnectionIsNoErrorOfTheStatement(String state, String message) {
        assertThat(SqlFailures.connectionLost(new SQLException(message, state))).isTrue();
    }

    @Test
    void wrongArgumentIsNoBrokenConnection() {
        assertThat(SqlFailures.connectionLost(new SQLException("Parameter index out of range", "S1009")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"23505, 0, true", "23000, 1062, true", "23000, 1452, false", "23503, 0, false"})
    void keyThatIsThereAlreadyIsToldFromOtherConstraints(String state, int code, boolean expected) {
        assertThat(SqlFailures.uniqueViolation(new SQLException("refused", state, code)))
                .isEqualTo(expected);
    }
}
