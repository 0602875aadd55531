package dev.ficus.dualwrite.control;

/**
 * Called at exact points of every protocol, such as {@code cutover.fenced}, so that tests can write rows, block or kill
 * the process there. Ficus itself always passes {@link #NONE}.
 */
@FunctionalInterface
public interface Hook {
    Hook NONE = point -> {};

    void at(String point);
}
