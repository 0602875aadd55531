package dev.ficus.migrations.mongo;

/** A write that the server took and answered with write errors, which the driver does not throw for raw commands. */
final class StepFailure extends RuntimeException {
    private final int code;
    private final int written;

    StepFailure(int code, int written, String message) {
        super("error " + code + ": " + message);
        this.code = code;
        this.written = written;
    }

    int code() {
        return code;
    }

    /** How many documents the server says it wrote nevertheless. */
    int written() {
        return written;
    }
}
