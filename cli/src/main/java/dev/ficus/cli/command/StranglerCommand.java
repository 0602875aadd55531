package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.wiring.ControlSchema;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Strangler;

/**
 * A command that walks a domain: the control schema is up to date before it runs, and Ctrl-C stops it at a safe boundary.
 */
abstract class StranglerCommand extends SessionCommand {
    @Override
    protected final int run(Session session) {
        StranglerSettings settings = session.settings().requiredStrangler();
        check(session, settings);
        ControlSchema.bringUpToDate(settings, session.console().progressOfDatabases());
        return run(session, new Strangler(settings, session.progress(), session.stopOnInterrupt(), session.hook()));
    }

    /** Refuses what can be refused before any database is asked, such as an unknown domain. */
    protected abstract void check(Session session, StranglerSettings settings);

    protected abstract int run(Session session, Strangler strangler);
}
