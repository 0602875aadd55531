package dev.ficus.migrations.mysql.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * The objects of one database, as {@link dev.ficus.migrations.sql.drift.Catalog} reads them; the parameter of each query is
 * its name. The tables and triggers of Ficus are left out.
 */
final class Queries {
    private static final String NOT_OURS =
            " AND LOWER(t.TABLE_NAME) NOT LIKE 'databasechangelog%' AND LOWER(t.TABLE_NAME) NOT LIKE 'ficus\\_%'";

    private static final String TABLES = """
            SELECT 'table', t.TABLE_NAME, NULL, NULL, CONCAT_WS(', ', CONCAT_WS(' ', 'table', t.ENGINE), t.TABLE_COLLATION,
              CONCAT('row format ', LOWER(t.ROW_FORMAT)), NULLIF(t.CREATE_OPTIONS, ''),
              (SELECT CONCAT('partition by ', p.PARTITION_METHOD, ' (', COALESCE(p.PARTITION_EXPRESSION, ''), ')',
                  COALESCE(CONCAT(' subpartition by ', p.SUBPARTITION_METHOD, ' (', p.SUBPARTITION_EXPRESSION, ')'), ''),
                  ': ', GROUP_CONCAT(CONCAT_WS(' ', p.PARTITION_NAME, p.SUBPARTITION_NAME, p.PARTITION_DESCRIPTION)
                    ORDER BY p.PARTITION_ORDINAL_POSITION, p.SUBPARTITION_ORDINAL_POSITION SEPARATOR ', '))
                FROM information_schema.PARTITIONS p
                WHERE p.TABLE_SCHEMA = t.TABLE_SCHEMA AND p.TABLE_NAME = t.TABLE_NAME AND p.PARTITION_NAME IS NOT NULL
                GROUP BY p.PARTITION_METHOD, p.PARTITION_EXPRESSION, p.SUBPARTITION_METHOD, p.SUBPARTITION_EXPRESSION))
            FROM information_schema.TABLES t
            WHERE t.TABLE_SCHEMA = ? AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')""" + NOT_OURS;

    private static final String COLUMNS = """
            SELECT 'column', CONCAT(t.TABLE_NAME, '.', c.COLUMN_NAME), 'table', t.TABLE_NAME, CONCAT_WS(' ',
              c.COLUMN_TYPE, CONCAT('collate ', c.COLLATION_NAME), IF(c.IS_NULLABLE = 'NO', 'not null', NULL),
              CONCAT('default ', c.COLUMN_DEFAULT), NULLIF(c.EXTRA, ''),
              CONCAT('as (', NULLIF(c.GENERATION_EXPRESSION, ''), ')'))
            FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
              ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
            WHERE t.TABLE_SCHEMA = ? AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')""" + NOT_OURS;

    private static final String FOREIGN_KEYS = """
            SELECT 'foreign key', CONCAT(t.TABLE_NAME, '.', t.CONSTRAINT_NAME), 'table', t.TABLE_NAME, CONCAT(
              '(', GROUP_CONCAT(k.COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '), ') references ',
              IF(t.UNIQUE_CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA, '', CONCAT(t.UNIQUE_CONSTRAINT_SCHEMA, '.')),
              t.REFERENCED_TABLE_NAME,
              ' (', GROUP_CONCAT(k.REFERENCED_COLUMN_NAME ORDER BY k.ORDINAL_POSITION SEPARATOR ', '), ')',
              ' on delete ', LOWER(t.DELETE_RULE), ' on update ', LOWER(t.UPDATE_RULE))
            FROM information_schema.REFERENTIAL_CONSTRAINTS t JOIN information_schema.KEY_COLUMN_USAGE k
              ON k.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND k.CONSTRAINT_NAME = t.CONSTRAINT_NAME
              AND k.TABLE_NAME = t.TABLE_NAME
            WHERE t.CONSTRAINT_SCHEMA = ?""" + NOT_OURS + """

            GROUP BY t.TABLE_NAME, t.CONSTRAINT_NAME, t.UNIQUE_CONSTRAINT_SCHEMA, t.CONSTRAINT_SCHEMA,
              t.REFERENCED_TABLE_NAME, t.DELETE_RULE, t.UPDATE_RULE""";

    /** An expression of the server's own takes the place of the table that MySQL does not tell of a check. */
    private static final String MYSQL_CHECKS = """
            SELECT 'check', CONCAT(t.TABLE_NAME, '.', t.CONSTRAINT_NAME), 'table', t.TABLE_NAME,
              CONCAT(c.CHECK_CLAUSE, IF(t.ENFORCED = 'NO', ' not enforced', ''))
            FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c
              ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
            WHERE t.TABLE_SCHEMA = ? AND t.CONSTRAINT_TYPE = 'CHECK'""" + NOT_OURS;

    /** A check of a column is called like the column, so its level is part of its name. */
    private static final String MARIADB_CHECKS = """
            SELECT 'check', CONCAT(t.TABLE_NAME, '.', t.CONSTRAINT_NAME, IF(t.LEVEL = 'Column', ' (column)', '')), 'table',
              t.TABLE_NAME, t.CHECK_CLAUSE
            FROM information_schema.CHECK_CONSTRAINTS t WHERE t.CONSTRAINT_SCHEMA = ?""" + NOT_OURS;

    private static final String MYSQL_INDEXES =
            indexes("COALESCE(t.COLUMN_NAME, CONCAT('(', t.EXPRESSION, ')'))", "t.IS_VISIBLE", "invisible");

    private static final String MARIADB_INDEXES =
            indexes("t.COLUMN_NAME", "IF(t.IGNORED = 'YES', 'NO', 'YES')", "ignored");

    private static final String VIEWS = """
            SELECT 'view', t.TABLE_NAME, NULL, NULL, CONCAT_WS(' ', NULLIF(t.VIEW_DEFINITION, ''),
              IF(t.CHECK_OPTION = 'NONE', NULL, CONCAT('with ', LOWER(t.CHECK_OPTION), ' check option')),
              CONCAT('sql security ', LOWER(t.SECURITY_TYPE)))
            FROM information_schema.VIEWS t WHERE t.TABLE_SCHEMA = ?""";

    private static final String TRIGGERS = """
            SELECT 'trigger', CONCAT(t.EVENT_OBJECT_TABLE, '.', t.TRIGGER_NAME), 'table', t.EVENT_OBJECT_TABLE,
              CONCAT(LOWER(t.ACTION_TIMING), ' ', LOWER(t.EVENT_MANIPULATION), ': ', t.ACTION_STATEMENT)
            FROM information_schema.TRIGGERS t WHERE t.TRIGGER_SCHEMA = ? AND t.TRIGGER_NAME NOT LIKE 'ficus\\_%'""";

    private static final String ROUTINES = """
            SELECT LOWER(t.ROUTINE_TYPE), t.ROUTINE_NAME, NULL, NULL, CONCAT(
              '(', COALESCE((SELECT GROUP_CONCAT(CONCAT_WS(' ', LOWER(p.PARAMETER_MODE), p.PARAMETER_NAME, p.DTD_IDENTIFIER)
                  ORDER BY p.ORDINAL_POSITION SEPARATOR ', ')
                FROM information_schema.PARAMETERS p
                WHERE p.SPECIFIC_SCHEMA = t.ROUTINE_SCHEMA AND p.SPECIFIC_NAME = t.SPECIFIC_NAME
                  AND p.ROUTINE_TYPE = t.ROUTINE_TYPE AND p.ORDINAL_POSITION > 0), ''), ')',
              COALESCE(CONCAT(' returns ', NULLIF(t.DTD_IDENTIFIER, '')), ''),
              IF(t.IS_DETERMINISTIC = 'YES', ' deterministic', ''), ' ', LOWER(t.SQL_DATA_ACCESS),
              ' sql security ', LOWER(t.SECURITY_TYPE), ': ', t.ROUTINE_DEFINITION)
            FROM information_schema.ROUTINES t WHERE t.ROUTINE_SCHEMA = ?""";

    /** Not the times at which it starts and ends: they default to the time at which it is made. */
    private static final String EVENTS = """
            SELECT 'event', t.EVENT_NAME, NULL, NULL, CONCAT_WS(' ',
              IF(t.EVENT_TYPE = 'RECURRING', CONCAT('every ', t.INTERVAL_VALUE, ' ', LOWER(t.INTERVAL_FIELD)), 'once'),
              LOWER(t.STATUS), CONCAT('on completion ', LOWER(t.ON_COMPLETION)), CONCAT('do ', t.EVENT_DEFINITION))
            FROM information_schema.EVENTS t WHERE t.EVENT_SCHEMA = ?""";

    private static final List<String> BOTH = List.of(TABLES, COLUMNS, FOREIGN_KEYS, VIEWS, TRIGGERS, ROUTINES, EVENTS);

    static final List<String> MYSQL = with(MYSQL_CHECKS, MYSQL_INDEXES);
    static final List<String> MARIADB = with(MARIADB_CHECKS, MARIADB_INDEXES);

    private Queries() {}

    private static List<String> with(String checks, String indexes) {
        List<String> all = new ArrayList<>(BOTH);
        all.add(checks);
        all.add(indexes);
        return List.copyOf(all);
    }

    /**
     * @param part a column of an index, or its expression
     * @param used YES or NO
     * @param unused how to call an index that is not used
     */
    private static String indexes(String part, String used, String unused) {
        return """
                SELECT 'index', CONCAT(t.TABLE_NAME, '.', t.INDEX_NAME), 'table', t.TABLE_NAME, CONCAT(
                  IF(t.INDEX_NAME = 'PRIMARY', 'primary key', IF(t.NON_UNIQUE, 'index', 'unique')), ' (',
                  GROUP_CONCAT(CONCAT(""" + part + """
                , COALESCE(CONCAT('(', t.SUB_PART, ')'), ''), IF(t.COLLATION = 'D', ' desc', ''))
                    ORDER BY t.SEQ_IN_INDEX SEPARATOR ', '), ') ', LOWER(t.INDEX_TYPE), IF(MAX(""" + used + ") = 'NO', ' "
                + unused + "', '')) FROM information_schema.STATISTICS t WHERE t.TABLE_SCHEMA = ?" + NOT_OURS
                + " GROUP BY t.TABLE_NAME, t.INDEX_NAME, t.NON_UNIQUE, t.INDEX_TYPE";
    }
}
