package dev.ficus.migrations.sql;

import java.util.List;

/**
 * One change with what it would send.
 *
 * @param transactional whether its statements and its record commit together
 * @param texts the statements, in order
 */
record PlannedSql(SqlChange change, boolean transactional, List<String> texts) {}
