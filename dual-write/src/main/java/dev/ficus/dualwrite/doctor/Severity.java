package dev.ficus.dualwrite.doctor;

import java.util.Locale;

/** How much a finding matters, the worst first. */
public enum Severity {
    /** A command of the walk will refuse or fail. */
    BLOCKING,
    /** It works today, and is likely to go wrong under load, later, or for the application. */
    WARNING,
    /** To know. */
    INFO;

    /** As it is written in output and documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
