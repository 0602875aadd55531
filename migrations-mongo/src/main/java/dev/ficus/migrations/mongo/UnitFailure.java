package dev.ficus.migrations.mongo;

/** A method of a change unit threw. The cause is what it threw. */
final class UnitFailure extends RuntimeException {
    UnitFailure(Throwable cause) {
        super(cause);
    }
}
