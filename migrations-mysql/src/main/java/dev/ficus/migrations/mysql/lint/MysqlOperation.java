package dev.ficus.migrations.mysql.lint;

import java.util.Optional;

/**
 * What a statement can do to a table. {@link #way} is the one table of algorithms, for lint and for plans; AlgorithmTruthIT
 * compares it with the servers.
 */
enum MysqlOperation {
    CREATE_TABLE,
    ADD_COLUMN,
    /** FIRST or AFTER. */
    ADD_COLUMN_INSIDE,
    ADD_AUTO_INCREMENT,
    ADD_STORED_COLUMN,
    ADD_VIRTUAL_COLUMN,
    DROP_COLUMN,
    RENAME_COLUMN,
    /** MODIFY or CHANGE; the old type is another one, or is not known. */
    CHANGE_TYPE,
    EXTEND_VARCHAR,
    EXTEND_ENUM,
    CHANGE_NULL,
    /** Default, comment, visibility. */
    CHANGE_METADATA,
    CHANGE_COLUMN_DEFAULT,
    ADD_INDEX,
    ADD_FULLTEXT,
    ADD_SPATIAL,
    DROP_INDEX,
    RENAME_INDEX,
    SHOW_INDEX,
    ADD_PRIMARY_KEY,
    DROP_PRIMARY_KEY,
    REPLACE_PRIMARY_KEY,
    ADD_FOREIGN_KEY,
    DROP_FOREIGN_KEY,
    ADD_CHECK,
    DROP_CHECK,
    CONVERT_CHARSET,
    DEFAULT_CHARSET,
    CHANGE_ENGINE,
    REBUILD_TABLE,
    TABLE_OPTION,
    ADD_PARTITION,
    DROP_PARTITION,
    REORGANIZE_PARTITION,
    REPARTITION,
    RENAME_TABLE,
    DROP_TABLE,
    DROP_DATABASE,
    TRUNCATE,
    LOCK_TABLES,
    VIEW,
    TRIGGER,
    INSERT,
    UPDATE,
    UPDATE_ALL,
    DELETE,
    DELETE_ALL,
    READ,
    SET_LOCK_TIMEOUT,
    SKIP_FOREIGN_KEY_CHECKS,
    OTHER;

    /** How the server does it; empty where it is no definition of a table that is there. */
    Optional<Way> way(MysqlServer server) {
        return Optional.ofNullable(
                switch (this) {
                    case ADD_COLUMN -> server.mariadb() || server.mysql(80_012) ? Way.INSTANT : Way.REBUILD;
                    case ADD_COLUMN_INSIDE, DROP_COLUMN ->
                        server.mariadb() || server.mysql(80_029) ? Way.INSTANT : Way.REBUILD;
                    case RENAME_COLUMN -> server.mariadb() || server.mysql(80_028) ? Way.INSTANT : Way.INPLACE;
                    case ADD_VIRTUAL_COLUMN, EXTEND_ENUM, CHANGE_METADATA, CHANGE_COLUMN_DEFAULT -> Way.INSTANT;
                    case EXTEND_VARCHAR, RENAME_INDEX, DROP_FOREIGN_KEY -> server.mariadb() ? Way.INSTANT : Way.INPLACE;
                    case ADD_INDEX, DROP_INDEX, SHOW_INDEX -> Way.INPLACE;
                    case TABLE_OPTION, DROP_CHECK -> server.mariadb() ? Way.INSTANT : Way.INPLACE;
                    case ADD_PARTITION, DROP_PARTITION -> Way.INPLACE;
                    case ADD_FULLTEXT, ADD_SPATIAL, REORGANIZE_PARTITION -> Way.INPLACE_SHARED;
                    case ADD_AUTO_INCREMENT -> Way.REBUILD_SHARED;
                    case CHANGE_NULL, ADD_PRIMARY_KEY, REPLACE_PRIMARY_KEY, REBUILD_TABLE -> Way.REBUILD;
                    case DEFAULT_CHARSET -> server.mariadb() ? Way.INSTANT : Way.REBUILD;
                    case ADD_STORED_COLUMN,
                            CHANGE_TYPE,
                            DROP_PRIMARY_KEY,
                            ADD_FOREIGN_KEY,
                            ADD_CHECK,
                            CONVERT_CHARSET,
                            CHANGE_ENGINE,
                            REPARTITION -> server.copiesOnline() ? Way.COPY_ONLINE : Way.COPY;
                    case RENAME_TABLE, DROP_TABLE, TRUNCATE, LOCK_TABLES, VIEW, TRIGGER -> Way.EXCLUSIVE;
                    default -> null;
                });
    }

    /** Whether the statement commits what runs before it. */
    boolean commits() {
        return switch (this) {
            case INSERT,
                    UPDATE,
                    UPDATE_ALL,
                    DELETE,
                    DELETE_ALL,
                    READ,
                    SET_LOCK_TIMEOUT,
                    SKIP_FOREIGN_KEY_CHECKS,
                    OTHER -> false;
            default -> true;
        };
    }

    boolean writesRows() {
        return switch (this) {
            case INSERT, UPDATE, UPDATE_ALL, DELETE, DELETE_ALL -> true;
            default -> false;
        };
    }
}
