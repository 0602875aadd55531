package dev.ficus.core.history;

/** How far a run goes. */
public sealed interface Target {
    /** Everything that is due. */
    Target ALL = new All();

    /** Everything that is due. A run down takes {@link To} or {@link Steps}. */
    record All() implements Target {}

    /**
     * Up: the changes up to this one, and this one. Down: the changes that ran after it; it stays.
     *
     * @param change a change as {@link ChangeReference} reads it, or for a run down also a tag
     */
    record To(String change) implements Target {}

    /**
     * So many changes.
     *
     * @param count at least 1
     */
    record Steps(int count) implements Target {
        public Steps {
            if (count < 1) {
                throw new IllegalArgumentException("at least one step: " + count);
            }
        }
    }
}
