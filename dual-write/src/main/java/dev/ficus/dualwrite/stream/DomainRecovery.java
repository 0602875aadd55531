package dev.ficus.dualwrite.stream;

/**
 * Called before a stream begins: undoes or completes a cutover that a crash left unfinished, unless it is still going on.
 * The packages above give it.
 */
@FunctionalInterface
public interface DomainRecovery {
    void recover(String domain);
}
