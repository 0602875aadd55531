package dev.ficus.migrations.mysql.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Which statements of change files are understood; those that are not are never half understood. */
class MysqlReaderTest {

    @ParameterizedTest
    @CsvFileSource(resources = "understood.txt", delimiter = '\t', quoteCharacter = '\u0000')
    void itIsUnderstood(String statement) {
        assertThat(new MysqlReader().read(statement))
                .get()
                .asInstanceOf(list(MysqlAction.class))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "not-understood.txt", delimiter = '\t', quoteCharacter = '\u0000')
    void itIsNotUnderstoodAndSaidToBeSo(String statement) {
        assertThat(new MysqlReader().read(statement)).isEmpty();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "understood.txt", delimiter = '\t', quoteCharacter = '\u0000')
    void twoStatementsAreNotTakenForOne(String statement) {
        assertThat(new MysqlReader().read(statement + "; FROBNICATE")).isEmpty();
    }
}
