package dev.ficus.migrations.sql;

import static org.assertj.core.api.Assertions.assertThat;

import liquibase.exception.DatabaseException;
import org.junit.jupiter.api.Test;

class LiquibaseFailuresTest {

    @Test
    void urlsAndPasswordsAreLeftOut() {
        String words = LiquibaseFailures.words(new DatabaseException(
                "no driver for jdbc:mysql://ana:hush@db1/shop?password=hush, with Password: hush\n at all"));
        assertThat(words).isEqualTo("no driver for (url), with Password=(withheld) at all");
    }

    @Test
    void statementThatFailedIsLeftOut() {
        assertThat(LiquibaseFailures.words(
                        new DatabaseException("bad [Failed SQL: (0) INSERT INTO t VALUES ('hush')]")))
                .isEqualTo("bad");
    }
}
