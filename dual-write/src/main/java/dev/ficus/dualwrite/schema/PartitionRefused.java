package dev.ficus.dualwrite.schema;

/** PostgreSQL cannot divide a table as MySQL does. */
final class PartitionRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    PartitionRefused(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
