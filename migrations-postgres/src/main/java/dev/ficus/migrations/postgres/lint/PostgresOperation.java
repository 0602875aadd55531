package dev.ficus.migrations.postgres.lint;

import static dev.ficus.migrations.postgres.lint.LockMode.ACCESS_EXCLUSIVE;
import static dev.ficus.migrations.postgres.lint.LockMode.ACCESS_SHARE;
import static dev.ficus.migrations.postgres.lint.LockMode.EXCLUSIVE;
import static dev.ficus.migrations.postgres.lint.LockMode.ROW_EXCLUSIVE;
import static dev.ficus.migrations.postgres.lint.LockMode.ROW_SHARE;
import static dev.ficus.migrations.postgres.lint.LockMode.SHARE;
import static dev.ficus.migrations.postgres.lint.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.ficus.migrations.postgres.lint.LockMode.SHARE_UPDATE_EXCLUSIVE;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a statement can do to a table, the lock that it takes there and the work that it does under it, for PostgreSQL 12
 * and later. Sources: PostgreSQL manual, 13.3.1 and the pages of the commands; LockTruthIT compares with the server.
 */
enum PostgresOperation {
    CREATE_TABLE(null, Work.BRIEF),
    CREATE_INDEX(SHARE, Work.BUILD),
    CREATE_INDEX_CONCURRENTLY(SHARE_UPDATE_EXCLUSIVE, Work.BUILD),
    DROP_INDEX(ACCESS_EXCLUSIVE, Work.BRIEF),
    DROP_INDEX_CONCURRENTLY(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),
    REINDEX(SHARE, Work.BUILD),
    REINDEX_CONCURRENTLY(SHARE_UPDATE_EXCLUSIVE, Work.BUILD),

    ADD_COLUMN(ACCESS_EXCLUSIVE, Work.BRIEF),
    /** The default is computed for every row. */
    ADD_COLUMN_VOLATILE(ACCESS_EXCLUSIVE, Work.REWRITE),
    /** serial, identity, GENERATED ... STORED. */
    ADD_COLUMN_COMPUTED(ACCESS_EXCLUSIVE, Work.REWRITE),
    DROP_COLUMN(ACCESS_EXCLUSIVE, Work.BRIEF),
    RENAME_COLUMN(ACCESS_EXCLUSIVE, Work.BRIEF),
    CHANGE_TYPE(ACCESS_EXCLUSIVE, Work.REWRITE),
    /** The new type holds what the old one holds in the same bytes. */
    CHANGE_TYPE_IN_PLACE(ACCESS_EXCLUSIVE, Work.BRIEF),
    SET_NOT_NULL(ACCESS_EXCLUSIVE, Work.SCAN),
    ALTER_COLUMN(ACCESS_EXCLUSIVE, Work.BRIEF),
    TUNE_COLUMN(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),

    ADD_FOREIGN_KEY(SHARE_ROW_EXCLUSIVE, Work.SCAN),
    ADD_FOREIGN_KEY_NOT_VALID(SHARE_ROW_EXCLUSIVE, Work.BRIEF),
    /** The table that a foreign key points to. */
    BE_REFERENCED(SHARE_ROW_EXCLUSIVE, Work.BRIEF),
    ADD_CHECK(ACCESS_EXCLUSIVE, Work.SCAN),
    ADD_CHECK_NOT_VALID(ACCESS_EXCLUSIVE, Work.BRIEF),
    ADD_UNIQUE(ACCESS_EXCLUSIVE, Work.BUILD),
    ADD_PRIMARY_KEY(ACCESS_EXCLUSIVE, Work.BUILD),
    ADD_CONSTRAINT_USING_INDEX(ACCESS_EXCLUSIVE, Work.BRIEF),
    ADD_EXCLUDE(ACCESS_EXCLUSIVE, Work.BUILD),
    VALIDATE_CONSTRAINT(SHARE_UPDATE_EXCLUSIVE, Work.SCAN),
    DROP_CONSTRAINT(ACCESS_EXCLUSIVE, Work.BRIEF),

    ATTACH_PARTITION(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),
    /** The table that becomes a partition. */
    BE_ATTACHED(ACCESS_EXCLUSIVE, Work.SCAN),
    DETACH_PARTITION(ACCESS_EXCLUSIVE, Work.BRIEF),
    DETACH_PARTITION_CONCURRENTLY(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),

    RENAME_TABLE(ACCESS_EXCLUSIVE, Work.BRIEF),
    ALTER_TABLE(ACCESS_EXCLUSIVE, Work.BRIEF),
    TUNE_TABLE(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),
    REWRITE_TABLE(ACCESS_EXCLUSIVE, Work.REWRITE),
    TOGGLE_TRIGGER(SHARE_ROW_EXCLUSIVE, Work.BRIEF),
    CREATE_TRIGGER(SHARE_ROW_EXCLUSIVE, Work.BRIEF),
    DROP_TABLE(ACCESS_EXCLUSIVE, Work.BRIEF),
    TRUNCATE(ACCESS_EXCLUSIVE, Work.BRIEF),
    LOCK_TABLE(ACCESS_EXCLUSIVE, Work.BRIEF),
    VACUUM_FULL(ACCESS_EXCLUSIVE, Work.REWRITE),
    CLUSTER(ACCESS_EXCLUSIVE, Work.REWRITE),
    VACUUM(SHARE_UPDATE_EXCLUSIVE, Work.SCAN),

    REFRESH_VIEW(ACCESS_EXCLUSIVE, Work.REWRITE),
    REFRESH_VIEW_CONCURRENTLY(EXCLUSIVE, Work.SCAN),
    ALTER_VIEW(ACCESS_EXCLUSIVE, Work.BRIEF),
    DROP_VIEW(ACCESS_EXCLUSIVE, Work.BRIEF),
    ALTER_INDEX(SHARE_UPDATE_EXCLUSIVE, Work.BRIEF),
    ALTER_SEQUENCE(SHARE_ROW_EXCLUSIVE, Work.BRIEF),

    READ(ACCESS_SHARE, Work.BRIEF),
    LOCK_ROWS(ROW_SHARE, Work.BRIEF),
    INSERT(ROW_EXCLUSIVE, Work.BRIEF),
    UPDATE(ROW_EXCLUSIVE, Work.BRIEF),
    UPDATE_ALL(ROW_EXCLUSIVE, Work.SCAN),
    DELETE(ROW_EXCLUSIVE, Work.BRIEF),
    DELETE_ALL(ROW_EXCLUSIVE, Work.SCAN),

    ADD_ENUM_VALUE(null, Work.BRIEF),
    DROP_SCHEMA(null, Work.BRIEF),
    SET_LOCK_TIMEOUT(null, Work.BRIEF),
    /** Locks no table that is there. */
    OTHER(null, Work.BRIEF);

    /** What is done under the lock. */
    enum Work {
        BRIEF(""),
        SCAN(" while all rows are read"),
        BUILD(" while the index is built"),
        REWRITE(" while the table is rewritten");

        private final String words;

        Work(String words) {
            this.words = words;
        }
    }

    private final @Nullable LockMode mode;
    private final Work work;

    PostgresOperation(@Nullable LockMode mode, Work work) {
        this.mode = mode;
        this.work = work;
    }

    /** Empty where no table that is there is locked. */
    Optional<LockMode> mode() {
        return Optional.ofNullable(mode);
    }

    Work work() {
        return work;
    }

    /** Who waits and for how long, for a lock that may be another than the usual one. */
    String meaning(LockMode taken) {
        return taken.who() + work.words;
    }
}
