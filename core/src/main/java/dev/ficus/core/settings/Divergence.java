package dev.ficus.core.settings;

/** What becomes of a change that does not hit exactly one row of the copy: {@code strangler.domains.NAME.divergence}. */
public enum Divergence {
    /** The domain's stream stops. */
    STOP,
    /** The change is counted and recorded with its key, and the copy is left as the source has that row. */
    COUNT
}
