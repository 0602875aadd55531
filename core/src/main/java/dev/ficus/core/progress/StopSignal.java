package dev.ficus.core.progress;

/**
 * Tells long work that the user asked it to stop. The work looks at it at each boundary where its state is saved
 * (a chunk, an applied transaction, a step), ends there, and says in its result that it was interrupted.
 * Asked from the working threads, so an implementation is thread-safe and cheap.
 */
@FunctionalInterface
public interface StopSignal {
    /** Never asks to stop. */
    StopSignal NEVER = () -> false;

    /** True from the moment that the user asked; it never goes back to false. */
    boolean requested();
}
