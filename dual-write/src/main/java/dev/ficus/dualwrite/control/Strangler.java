package dev.ficus.dualwrite.control;

import dev.ficus.core.progress.Progress;
import dev.ficus.core.progress.StopSignal;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.connect.PostgresServer;

/**
 * What every command of the strangler is given. Thread-safe as far as its parts are.
 *
 * @param settings the section of {@code ficus.yaml}
 * @param progress receives what long work tells
 * @param stop asked at every safe boundary
 * @param hook called at every point where tests interrupt
 */
public record Strangler(StranglerSettings settings, Progress progress, StopSignal stop, Hook hook) {

    /** The side that the application leaves. */
    public MysqlServer mysql() {
        return new MysqlServer(settings.from());
    }

    /** The side that the application moves to. */
    public PostgresServer postgres() {
        return new PostgresServer(settings.to());
    }

    /** The domain of that name; DOMAIN_UNKNOWN where {@code ficus.yaml} has none. */
    public DomainSettings domain(String name) {
        return settings.domain(name);
    }
}
