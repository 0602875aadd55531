package dev.ficus.core.error;

/** What a failure means to the caller; decides the exit code of the command line. */
public enum ErrorKind {
    /** A bug of Ficus itself. */
    INTERNAL(1),
    /** Wrong usage of the command line, or a wrong {@code ficus.yaml}. */
    USAGE(2),
    /** Cannot connect, a right is missing, a server setting does not fit. */
    ENVIRONMENT(3),
    /** The databases are in a state that the request does not allow. */
    STATE(4),
    /** A lock is held, or a wait timed out: safe to run again. */
    TRANSIENT(5),
    /** Interrupted by the user; the state is saved and the work can be resumed. */
    INTERRUPTED(130);

    private final int exitCode;

    ErrorKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The process exit code of this kind. */
    public int exitCode() {
        return exitCode;
    }
}
