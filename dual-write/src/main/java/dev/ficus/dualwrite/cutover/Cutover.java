package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.control.ControlFailures;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.cutover.CutoverPlan.PlannedStep;
import dev.ficus.dualwrite.cutover.Step.Effect;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/**
 * Changes the phase of a domain, journaled step by step. At every moment at most one side takes the domain's writes. A
 * failure, a timeout, Ctrl-C or a crash before the journal's commit leaves everything as it was; after it, the change is
 * carried on, by this process or by the next command on the domain.
 *
 * <p>Stateless; one change of a domain at a time, held by a lock of the session.
 */
public final class Cutover {
    private static final Duration LOCK = Duration.ofSeconds(3);
    private static final Duration GAP = Duration.ofMillis(100);

    private Cutover() {}

    /** What a change to a neighbouring phase, in either direction, would do now. Changes nothing. */
    public static CutoverPlan plan(Strangler strangler, String domain, Phase to, CutoverOptions options) {
        return on(strangler, domain, site -> {
            DomainState state = site.control().domain(domain);
            Walk walk = Walk.between(state.phase(), to, site, state, options)
                    .orElseThrow(() -> PhasePath.unreachable(state, to, "plan"));
            return new CutoverPlan(domain, state.phase(), to, state.epoch(), walk.gates(), steps(walk));
        });
    }

    /**
     * Goes forward to the neighbouring phase: mirroring to dual-write, or dual-write to postgres.
     *
     * @throws FicusException PHASE_UNREACHABLE naming the way; GATE_REFUSED with one problem for each gate; LOCK_HELD
     *     where another process changes the phase; CUTOVER_UNDONE, or INTERRUPTED on Ctrl-C, with the cause, when
     *     everything is as before; CUTOVER_UNFINISHED
     */
    public static CutoverReport run(Strangler strangler, String domain, Phase to, CutoverOptions options) {
        return change(strangler, domain, to, "run", options);
    }

    /** Goes back to the neighbouring phase: to dual-write, to mirroring, or to legacy. Throws as {@link #run} does. */
    public static CutoverReport rollback(Strangler strangler, String domain, Phase to, CutoverOptions options) {
        return change(strangler, domain, to, "rollback", options);
    }

    /** Goes from postgres to retired, which ends the way back; needs {@link CutoverOptions#confirm}. */
    public static CutoverReport finish(Strangler strangler, String domain, CutoverOptions options) {
        return change(strangler, domain, Phase.RETIRED, "finish", options);
    }

    /** Where a domain stands. */
    public static CutoverStatus status(Strangler strangler, String domain) {
        return on(
                strangler,
                domain,
                site -> new CutoverStatus(
                        site.control().domain(domain),
                        site.mysqlFence().present(),
                        site.postgresFence(site.postgres()).present(),
                        site.slot().exists() ? Optional.of(site.slot().name()) : Optional.empty(),
                        Journal.last(site.control(), domain)));
    }

    private static CutoverReport change(
            Strangler strangler, String domain, Phase to, String command, CutoverOptions options) {
        CutoverRun[] begun = new CutoverRun[1];
        try {
            return on(strangler, domain, site -> {
                CutoverRun run = prepare(site, to, command, options);
                begun[0] = run;
                run.run();
                return run.report(true);
            });
        } catch (RuntimeException e) {
            CutoverRun run = begun[0];
            if (run == null || !run.begun()) {
                throw e;
            }
            return settled(strangler, domain, run, e);
        }
    }

    /** The lock, what an earlier crash left, the phase, the gates. */
    private static CutoverRun prepare(Site site, Phase to, String command, CutoverOptions options) throws SQLException {
        if (!locked(site)) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "another process changes the phase of the domain",
                    "domain " + site.name(),
                    "wait for it; look at it with: ficus cutover status " + site.name());
        }
        Recovery.recoverLocked(site);
        DomainState state = site.control().domain(site.name());
        Walk walk = Walk.between(state.phase(), to, site, state, options)
                .filter(found -> command.equals(commandOf(state.phase(), to)))
                .orElseThrow(() -> PhasePath.unreachable(state, to, command));
        List<Problem> refusals =
                walk.gates().stream().flatMap(gate -> gate.refusal().stream()).toList();
        if (!refusals.isEmpty()) {
            throw new FicusException(refusals, null);
        }
        return new CutoverRun(site, walk, state, to);
    }

    /** Waits a moment for a running sync, which may be recovering the domain. */
    private static boolean locked(Site site) throws SQLException {
        Patience patience = site.patience(LOCK);
        boolean locked = site.lock();
        while (!locked && !patience.over()) {
            patience.nap(GAP);
            locked = site.lock();
        }
        return locked;
    }

    private static String commandOf(Phase from, Phase to) {
        if (to == Phase.RETIRED) {
            return "finish";
        }
        return to.compareTo(from) > 0 ? "run" : "rollback";
    }

    private static CutoverReport settled(Strangler strangler, String domain, CutoverRun run, RuntimeException e) {
        JournalEntry end = Recovery.settle(strangler, domain, e);
        if (end.state() == JournalEntry.State.FINISHED) {
            strangler
                    .progress()
                    .warning(domain, "was interrupted behind the commit, and carried on: " + e.getMessage());
            return run.report(false);
        }
        List<Problem> problems = new ArrayList<>();
        List<Problem> causes = e instanceof FicusException known
                ? known.problems()
                : List.of(new Problem(
                        ErrorCode.INTERNAL,
                        String.valueOf(e.getMessage()),
                        Recovery.where(domain),
                        "report it with the output of --verbose"));
        boolean stopped = causes.get(0).code() == ErrorCode.INTERRUPTED;
        problems.add(new Problem(
                stopped ? ErrorCode.INTERRUPTED : ErrorCode.CUTOVER_UNDONE,
                "the change to phase " + end.to().word() + " was undone: the domain is in phase "
                        + end.from().word() + " as before",
                "domain " + domain,
                "correct the cause, then begin again with: ficus cutover plan " + domain + " --to "
                        + end.to().word()));
        causes.stream().filter(cause -> !stopped).forEach(problems::add);
        throw new FicusException(problems, e);
    }

    private static List<PlannedStep> steps(Walk walk) {
        List<PlannedStep> planned = new ArrayList<>();
        boolean paused = false;
        for (Step step : walk.before()) {
            paused |= step.effect() == Effect.CLOSES;
            planned.add(new PlannedStep(step.name(), step.text(), paused));
        }
        planned.add(new PlannedStep(CutoverRun.COMMITTED, walk.commitText(), paused));
        paused &= !walk.opensAtCommit();
        for (Step step : walk.after()) {
            planned.add(new PlannedStep(step.name(), step.text(), paused));
            paused &= step.effect() != Effect.OPENS;
        }
        return planned;
    }

    private interface Work<T> {
        T on(Site site) throws SQLException;
    }

    private static <T> T on(Strangler strangler, String domain, Work<T> work) {
        try (Site site = Site.open(strangler, domain)) {
            return work.on(site);
        } catch (SQLException e) {
            throw Recovery.failure(e, domain);
        } catch (JdbiException e) {
            throw ControlFailures.translate(
                    e, Recovery.where(domain), ErrorCode.CONNECTION_LOST, "check PostgreSQL, then run it again");
        }
    }
}
