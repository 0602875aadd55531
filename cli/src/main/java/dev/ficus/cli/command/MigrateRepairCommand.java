package dev.ficus.cli.command;

import dev.ficus.cli.migrate.RepairResult;
import dev.ficus.cli.session.Session;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.MigrationHistory;
import dev.ficus.core.history.RepairOptions;
import dev.ficus.core.history.RepairOptions.Action;
import dev.ficus.core.settings.DatabaseSettings;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        header = "Brings one change that validate names back to order.",
        footer = {
            "  ficus migrate repair --db primary --change V007__status                    edited: record the edit",
            "  ficus migrate repair --db legacy --change V007__status --resume            half-applied: go on",
            "  ficus migrate repair --db legacy --change V007__status --mark-rolled-back  half-applied: pending again",
            "  ficus migrate repair --db primary --change V003__old --forget              its file is gone"
        })
final class MigrateRepairCommand extends SessionCommand {
    @Mixin
    private DatabaseSelection selection = new DatabaseSelection();

    @Option(
            names = "--change",
            paramLabel = "ID",
            required = true,
            order = 2,
            description = "The change: its id, its file, or FILE::ID.")
    private String change = "";

    @ArgGroup(order = 10)
    @Nullable
    private Choice choice;

    @Option(
            names = "--from",
            paramLabel = "NUMBER",
            order = 20,
            description =
                    "With --resume: the statement to go on at, where nobody but you can find out whether one ran.")
    @Nullable
    private Integer from;

    @Mixin
    private LockTimeout lockTimeout = new LockTimeout();

    /** One of these, or none: the edit is recorded. */
    static final class Choice {
        @Option(
                names = "--resume",
                order = 10,
                description = "Half-applied: run on at the statement that failed or never ran.")
        private boolean resume;

        @Option(
                names = "--mark-applied",
                order = 11,
                description = "Half-applied: you ran the rest; record the change as applied.")
        private boolean markApplied;

        @Option(
                names = "--mark-rolled-back",
                order = 12,
                description = "Half-applied: you undid what ran; the change is pending again.")
        private boolean markRolledBack;

        @Option(
                names = "--forget",
                order = 13,
                description = "Missing: take the change out of the record; what it did stays.")
        private boolean forget;

        private Action action() {
            if (resume) {
                return Action.RESUME;
            }
            if (markApplied) {
                return Action.MARK_APPLIED;
            }
            if (markRolledBack) {
                return Action.MARK_ROLLED_BACK;
            }
            return forget ? Action.FORGET : Action.RECORD_EDIT;
        }
    }

    @Override
    protected int run(Session session) {
        DatabaseSettings database = selection.one(session.settings());
        Action action = choice == null ? Action.RECORD_EDIT : choice.action();
        RepairOptions options =
                new RepairOptions(new ChangeReference(change), action, from(action), lockTimeout.value());
        try (MigrationHistory history = selection.histories().apply(database)) {
            return session.console().finish(RepairResult.of(database, history.repair(options, session.progress())));
        }
    }

    private OptionalInt from(Action action) {
        if (from == null) {
            return OptionalInt.empty();
        }
        if (action != Action.RESUME || from < 1) {
            throw selection.wrong(
                    "--from says at which statement a resumed change goes on, from 1",
                    "--from",
                    "write: --resume --from NUMBER");
        }
        return OptionalInt.of(from);
    }
}
