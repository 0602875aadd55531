package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.util.Map;
import java.util.Optional;

/** One of the places that servers come from. */
interface Source {
    SandboxKind kind();

    /** Why it cannot give such a server here; found out quickly and without starting anything. */
    Optional<Missing> missing(DatabaseKind kind, Map<String, String> settings);

    /** Starts a server; called only after {@link #missing} found nothing. */
    SandboxServer start(DatabaseKind kind, Map<String, String> settings);
}
