package dev.ficus.dualwrite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.StranglerFixture;
import org.junit.jupiter.api.Test;

/** Tables of MariaDB that the binlog shows otherwise than its catalog. MySQL knows none of these words. */
class RefusedTablesIT {
    private static final String VERSIONED = "CREATE TABLE t (id INT PRIMARY KEY, a INT) WITH SYSTEM VERSIONING";
    private static final String COMPRESSED =
            "CREATE TABLE t (id INT PRIMARY KEY, a BLOB COMPRESSED, b VARCHAR(999) COMPRESSED, c ENUM('COMPRESSED*/'))";

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void systemVersionedTablesAreRefusedByName() {
        if (refusedByMysql(VERSIONED)) {
            return;
        }
        FicusException refused = catchThrowableOfType(FicusException.class, () -> fixture.tables("t"));

        assertThat(refused.code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
        assertThat(refused.problem().what()).contains("table t is system-versioned");
        assertThat(refused.problem().fix()).contains("ALTER TABLE `t` DROP SYSTEM VERSIONING");
        fixture.mysql("ALTER TABLE t DROP SYSTEM VERSIONING");
        assertThat(fixture.tables("t")).hasSize(1);
    }

    @Test
    void compressedColumnsAreRefusedByName() {
        if (refusedByMysql(COMPRESSED)) {
            return;
        }
        FicusException refused = catchThrowableOfType(FicusException.class, () -> fixture.tables("t"));

        assertThat(refused.problems())
                .extracting(problem -> problem.code() + " " + problem.what())
                .containsExactly(
                        "TYPE_UNSUPPORTED column a is COMPRESSED, and the binlog holds its values so",
                        "TYPE_UNSUPPORTED column b is COMPRESSED, and the binlog holds its values so");
    }

    /** @return whether this is MySQL, which must not take the table then */
    private boolean refusedByMysql(String table) {
        boolean mysql = !fixture.mysqlRows("SELECT version()").get(0).contains("MariaDB");
        if (mysql) {
            assertThatThrownBy(() -> fixture.mysql(table)).isInstanceOf(AssertionError.class);
        } else {
            fixture.mysql(table);
        }
        return mysql;
    }
}
