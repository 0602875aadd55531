package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Walks one domain after the other from MySQL to PostgreSQL, back, and there again, while the load goes on. */
final class Walk {
    /** How often {@link #domain} lets the load go on for a while. */
    static final int PHASES = 5;

    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);
    private static final Set<ErrorCode> PASSING =
            EnumSet.of(ErrorCode.GATE_REFUSED, ErrorCode.CUTOVER_UNDONE, ErrorCode.STREAM_NOT_RUNNING);

    private final Shell shell;
    private final LoadPhases phases;
    private final Timeline timeline;
    private final ControlFigures figures;
    private final StreamTally tally;
    private final FreshnessProbe probe;

    Walk(
            Shell shell,
            LoadPhases phases,
            Timeline timeline,
            ControlFigures figures,
            StreamTally tally,
            FreshnessProbe probe) {
        this.shell = shell;
        this.phases = phases;
        this.timeline = timeline;
        this.figures = figures;
        this.tally = tally;
        this.probe = probe;
    }

    /** The whole way of one domain. */
    void domain(String domain) {
        shell.run("backfill", domain);
        timeline.entered(domain, "mirroring");
        phases.next(domain, () -> lag(domain, Direction.FORWARD));
        shell.run("verify", domain);
        cutover(domain, "run", "dual-write", "dual-write");
        phases.next(domain, () -> lag(domain, Direction.REVERSE) + fresh());
        shell.run("verify", domain);
        cutover(domain, "rollback", "mirroring", "rollback");
        phases.next(domain, () -> lag(domain, Direction.FORWARD));
        shell.run("verify", domain);
        cutover(domain, "run", "dual-write", "dual-write");
        phases.next(domain, () -> lag(domain, Direction.REVERSE) + fresh());
        shell.run("verify", domain);
        cutover(domain, "run", "postgres", "postgres");
        phases.next(domain, () -> lag(domain, Direction.REVERSE));
    }

    private void cutover(String domain, String command, String phase, String way) {
        phases.check();
        tally.beforeCutover(domain);
        for (int attempt = 1; !cutover(domain, command, phase, attempt); attempt++) {
            shell.say("  refused or undone, and the domain is as before; trying again in a moment");
            phases.pause(domain, BETWEEN_ATTEMPTS);
        }
        tally.afterCutover(domain);
        timeline.cutover(domain, phase, way, figures.lastPauseMillis(domain));
    }

    /** A busy machine lets a gate refuse, or a wait time out. Then everything is as it was, and it is tried again. */
    private boolean cutover(String domain, String command, String phase, int attempt) {
        Set<ErrorCode> passing = attempt < ATTEMPTS ? PASSING : Set.of();
        return shell.run(passing, "cutover", command, domain, "--to", phase);
    }

    private String lag(String domain, Direction direction) {
        return figures.checkpoint(domain, direction)
                .flatMap(Walk::lag)
                .map(lag -> "; " + direction.word() + " stream " + lag.toMillis() + " ms behind")
                .orElse("");
    }

    private static Optional<Duration> lag(Checkpoint checkpoint) {
        return checkpoint.sourceAt().map(sent -> {
            Duration lag = Duration.between(sent, checkpoint.appliedAt());
            return lag.isNegative() ? Duration.ZERO : lag;
        });
    }

    private String fresh() {
        return probe.markers() == 0
                ? ""
                : "; a write on PostgreSQL is readable on MySQL after " + probe.longestMillis() + " ms at most";
    }
}
