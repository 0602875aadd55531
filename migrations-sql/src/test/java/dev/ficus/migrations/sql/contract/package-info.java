/**
 * What every SQL history promises, as tests that the modules of PostgreSQL and MySQL run on their servers.
 * Start with {@link dev.ficus.migrations.sql.contract.HistoryFixture}.
 * May use core, migrations-sql and sandbox.
 */
package dev.ficus.migrations.sql.contract;
