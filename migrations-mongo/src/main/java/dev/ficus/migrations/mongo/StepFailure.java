package dev.ficus.migrations.mongo;

/** A write that the server took and answered with write errors, which the driver does not throw for raw commands. */
final class StepFailure extends RuntimeException {
    private static final int BAD_VALUE = 2;

    private final int code;
    private final int written;

    StepFailure(int code, int written, String message) {
        super(code == 0 ? message : "error " + code + ": " + message);
        this.code = code;
        this.written = written;
    }

    private StepFailure(String message) {
        super(message);
        this.code = BAD_VALUE;
        this.written = 0;
    }

    /** We ourselves refused the operation before it wrote anything. */
    static StepFailure refused(String message) {
        return new StepFailure(message);
    }

    int code() {
        return code;
    }

    /** How many documents the server says it wrote nevertheless. */
    int written() {
        return written;
    }
}
