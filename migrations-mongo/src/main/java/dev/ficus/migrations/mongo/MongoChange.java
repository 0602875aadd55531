package dev.ficus.migrations.mongo;

import java.util.List;
import java.util.Optional;

/**
 * One change file.
 *
 * @param transactional true where all steps and the record have to commit together
 * @param checksum SHA-256 of the normalised text
 * @param steps at least one, in the order of the file
 */
record MongoChange(ChangeKey key, String file, boolean transactional, String checksum, List<Step> steps) {

    MongoChange {
        steps = List.copyOf(steps);
    }

    /**
     * The identity of a change in Mongock's record.
     *
     * @param author empty where the file names none
     */
    record ChangeKey(String id, String author) {}

    /** One step; what undoes it is optional. */
    record Step(Operation apply, Optional<Operation> rollback) {}

    String id() {
        return key.id();
    }
}
