/**
 * A scratch database, what a replay on it may not reach, and what a kind of server has to offer for a drift report.
 * Start with {@link dev.ficus.migrations.sql.drift.DriftServer}.
 * May use {@code core}; knows nothing of histories.
 */
@NullMarked
package dev.ficus.migrations.sql.drift;

import org.jspecify.annotations.NullMarked;
