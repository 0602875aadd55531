package dev.ficus.sandbox;

/** Starts and ends the process behind a server; see {@link SandboxServer} for what each method guarantees. */
interface ServerControl {
    boolean controllable();

    void stop();

    void kill();

    void start();

    /** Ends the process for good and removes its data. */
    void discard();
}
