package dev.ficus.dualwrite.control;

/**
 * A domain as the control schema has it.
 *
 * @param epoch grows at every change of phase; whoever still acts on an older one is refused
 */
public record DomainState(String name, Phase phase, long epoch) {}
