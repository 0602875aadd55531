package dev.ficus.cli.command;

import dev.ficus.core.history.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far a run goes: up to a change, or so many changes. */
final class RunTarget {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    private CommandSpec command;

    @ArgGroup(order = 10)
    @Nullable
    private Choice choice;

    /** One of the two. */
    static final class Choice {
        @Option(
                names = "--to",
                paramLabel = "CHANGE",
                order = 10,
                description = "Up: the last change to apply. Down: the change or tag to go back to; it stays.")
        @Nullable
        private String to;

        @Option(names = "--steps", paramLabel = "NUMBER", order = 11, description = "So many changes and no more.")
        @Nullable
        private Integer steps;
    }

    /** Whether the user said how far. */
    boolean given() {
        return choice != null;
    }

    /** The option that says it. */
    String option() {
        return choice != null && choice.to != null ? "--to" : "--steps";
    }

    /** How far; everything that is due where nothing was said. */
    Target value() {
        if (choice == null) {
            return Target.ALL;
        }
        return choice.to != null
                ? new Target.To(choice.to)
                : steps(Optional.ofNullable(choice.steps).orElse(1));
    }

    private Target steps(int count) {
        if (count < 1 && command != null) {
            throw new WrongUsage(
                    command.commandLine(),
                    "a run takes at least one step, not " + count,
                    "--steps",
                    "give a number from 1 on");
        }
        return new Target.Steps(count);
    }

    /** The options as they were typed, with a blank in front, to be repeated in a hint. */
    String words() {
        if (choice == null) {
            return "";
        }
        return choice.to != null ? " --to " + choice.to : " --steps " + choice.steps;
    }
}
