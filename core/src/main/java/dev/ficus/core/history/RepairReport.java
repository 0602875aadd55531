package dev.ficus.core.history;

import java.util.Optional;

/**
 * What {@link MigrationHistory#repair} did.
 *
 * @param id the change
 * @param file its file, as recorded
 * @param action what was done
 * @param state where the change stands now; empty where it was forgotten
 * @param statements how many statements ran now; 0 unless the change was resumed
 */
public record RepairReport(
        String id, String file, RepairOptions.Action action, Optional<ChangeState> state, int statements) {}
