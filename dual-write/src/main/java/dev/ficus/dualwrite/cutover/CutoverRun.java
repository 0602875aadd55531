package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.cutover.CutoverReport.StepReport;
import dev.ficus.dualwrite.cutover.Step.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One change of phase, from the journal's first row to its last. Whatever it throws, {@link Recovery} brings the domain
 * to one of the two ends.
 */
final class CutoverRun {
    /** The step of the point of no return. */
    static final String COMMITTED = "committed";

    private final Site site;
    private final Walk walk;
    private final DomainState from;
    private final Phase to;
    private final List<StepReport> steps = new ArrayList<>();
    private @Nullable Journal journal;
    private long closedAt;
    private OptionalLong pauseMillis = OptionalLong.of(0);

    CutoverRun(Site site, Walk walk, DomainState from, Phase to) {
        this.site = site;
        this.walk = walk;
        this.from = from;
        this.to = to;
    }

    /** Opens the journal and does all steps. */
    void run() throws SQLException {
        Journal opened = Journal.open(site.control(), from, to);
        journal = opened;
        hook("opened");
        for (Step step : walk.before()) {
            refuseStop();
            perform(step, opened);
        }
        refuseStop();
        commit(opened);
        for (Step step : walk.after()) {
            perform(step, opened);
        }
        Journal.finish(site.control(), opened.id(), pauseMillis);
        hook("finished");
    }

    /** True once there is something in the journal to undo or to carry on. */
    boolean begun() {
        return journal != null;
    }

    /** @param measured whether this run itself came to the end */
    CutoverReport report(boolean measured) {
        return new CutoverReport(
                site.name(),
                from.phase(),
                to,
                from.epoch() + 1,
                steps,
                measured ? pauseMillis : OptionalLong.empty(),
                journal == null ? 0 : journal.id());
    }

    private void perform(Step step, Journal entry) throws SQLException {
        site.progress(step.text());
        long began = System.nanoTime();
        if (step.effect() == Effect.CLOSES) {
            closedAt = began;
        }
        String detail = step.action().run();
        if (step.effect() == Effect.OPENS) {
            endPause();
        }
        entry.step(step.name(), detail);
        done(step.name(), detail, began);
    }

    /** The answer to a commit may be lost even though it happened, so it must be on disk before it is answered. */
    private void commit(Journal entry) throws SQLException {
        site.progress(walk.commitText());
        long began = System.nanoTime();
        Connection connection = site.journal().handle().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL synchronous_commit = 'on'");
        }
        String detail = walk.commit(connection);
        site.journal().changePhase(from, to);
        entry.commit(site.journal(), detail);
        hook("committing");
        connection.commit();
        if (walk.opensAtCommit()) {
            endPause();
        }
        done(COMMITTED, detail, began);
    }

    private void endPause() {
        if (closedAt != 0) {
            pauseMillis = OptionalLong.of((System.nanoTime() - closedAt) / 1_000_000);
        }
    }

    private void done(String name, String detail, long began) {
        steps.add(new StepReport(name, detail, Duration.ofNanos(System.nanoTime() - began)));
        hook(name);
    }

    private void hook(String point) {
        site.strangler().hook().at("cutover." + point);
    }

    private void refuseStop() {
        if (site.strangler().stop().requested()) {
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "stopped by the user",
                    "domain " + site.name(),
                    "begin again with: ficus cutover plan " + site.name() + " --to " + to.word());
        }
    }
}
