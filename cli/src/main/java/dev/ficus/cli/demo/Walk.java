package dev.ficus.cli.demo;

import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Direction;
import java.time.Duration;
import java.util.Optional;

/** Walks one domain after the other from MySQL to PostgreSQL, back, and there again, while the load goes on. */
final class Walk {
    /** How often {@link #domain} lets the load go on for a while. */
    static final int PHASES = 5;

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
        shell.run("cutover", command, domain, "--to", phase);
        tally.afterCutover(domain);
        timeline.cutover(domain, phase, way, figures.lastPauseMillis(domain));
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
        return "; a write on PostgreSQL is readable on MySQL after " + probe.longestMillis() + " ms at most";
    }
}
