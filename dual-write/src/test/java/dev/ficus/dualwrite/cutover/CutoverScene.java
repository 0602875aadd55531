package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Hook;
import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.Sync;
import dev.ficus.dualwrite.stream.SyncOptions;
import dev.ficus.dualwrite.stream.SyncReport;
import dev.ficus.dualwrite.verify.Verification;
import dev.ficus.dualwrite.verify.VerificationOptions;
import dev.ficus.dualwrite.verify.VerificationReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A domain in phase mirroring, with ten equal rows on both sides and, where a test asks for it, its running stream. */
final class CutoverScene implements AutoCloseable {
    static final String LIVELY = "INSERT INTO purchase (customer, total, made) VALUES ('ana', 1.00, '2024-01-01')";

    final TestSides sides = TestSides.create();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private CompletableFuture<SyncReport> sync = CompletableFuture.completedFuture(new SyncReport(List.of()));

    static CutoverScene mirroring() {
        CutoverScene scene = new CutoverScene();
        String rows = "INSERT INTO purchase (id, customer, total, made) VALUES (%d, 'c', 1.00, '2024-01-01')";
        for (int id = 1; id <= 10; id++) {
            scene.sides.mysql(String.format(rows, id));
            scene.sides.postgres(String.format(rows, id));
        }
        scene.sides.phase(Phase.MIRRORING, 2);
        scene.sides.postgres("INSERT INTO ficus.backfill (domain, state, source_server, start_position) VALUES ('"
                + scene.domain() + "', 'done', 's', 'binlog.000001:4')");
        try (Connection mysql = scene.sides.openMysql();
                Connection postgres = scene.sides.openPostgres()) {
            new PostgresFence(postgres, scene.domain(), scene.sides.tables()).take(Patience.of(Duration.ofSeconds(10)));
            Checkpoints.begin(postgres, scene.domain(), Direction.FORWARD, 2, MysqlPosition.current(mysql), null);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return scene;
    }

    /** With the stream running. */
    static CutoverScene streaming() {
        CutoverScene scene = mirroring();
        Strangler strangler = scene.sides.strangler(Hook.NONE, scene.stopped::get);
        scene.sync = CompletableFuture.supplyAsync(() -> Sync.run(
                strangler,
                strangler.settings().domains(),
                SyncOptions.DEFAULT,
                name -> Recovery.recover(strangler, name)));
        return scene;
    }

    String domain() {
        return sides.domain();
    }

    VerificationReport verify() {
        return Verification.run(
                sides.strangler(), domain(), new VerificationOptions(500, 20, 20, Duration.ofSeconds(20)));
    }

    CutoverReport run(Phase to) {
        return run(to, Hook.NONE);
    }

    CutoverReport run(Phase to, Hook hook) {
        return Cutover.run(sides.strangler(hook), domain(), to, CutoverOptions.defaults());
    }

    CutoverReport rollback(Phase to) {
        return rollback(to, Hook.NONE);
    }

    CutoverReport rollback(Phase to, Hook hook) {
        return Cutover.rollback(sides.strangler(hook), domain(), to, CutoverOptions.defaults());
    }

    /** Verifies and goes to dual-write. */
    void toDualWrite() {
        verify();
        run(Phase.DUAL_WRITE);
    }

    DomainState state() {
        try (Control control = Control.open(sides.strangler().postgres())) {
            return control.domain(domain());
        }
    }

    CutoverStatus status() {
        return Cutover.status(sides.strangler(), domain());
    }

    /** Waits until nothing in the journal is unfinished. */
    void awaitEndOfJournal() {
        Patience patience = Patience.of(Duration.ofSeconds(60));
        while (status().last().orElseThrow().unfinished()) {
            if (patience.over()) {
                throw new AssertionError("still unfinished after " + patience.timeout());
            }
            patience.nap(Duration.ofMillis(100));
        }
    }

    /** Tables with any trigger of the fence. */
    Set<String> mysqlTraces() {
        try (Connection mysql = sides.openMysql()) {
            return new MysqlFence(mysql, domain(), sides.tables()).traces();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long publications() {
        return sides.postgresNumber("SELECT count(*) FROM pg_publication");
    }

    long slots() {
        return sides.postgresNumber("SELECT count(*) FROM pg_replication_slots WHERE database = current_database()");
    }

    long reverseCheckpoints() {
        return sides.mysqlNumber("SELECT count(*) FROM ficus.checkpoint WHERE domain = '" + domain() + "'");
    }

    long forwardCheckpoints() {
        return sides.postgresNumber("SELECT count(*) FROM ficus.checkpoint");
    }

    /** What MySQL says to a write: an empty text where it is taken. */
    String writeMysql() {
        return answer(sides.openMysql());
    }

    String writePostgres() {
        return answer(sides.openPostgres());
    }

    private static String answer(Connection connection) {
        try (connection) {
            TestSides.execute(connection, LIVELY);
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        sync.join();
    }
}
