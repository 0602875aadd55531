package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.StreamBeat;
import dev.ficus.dualwrite.stream.MysqlPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dual-write to mirroring: the ownership goes back from PostgreSQL to MySQL.
 *
 * <p>The forward stream begins at a position that is read while both sides are fenced. What reaches the binlog between
 * there and the end of MySQL's fence was applied by the reverse stream, carries its mark, and is skipped. MySQL opens
 * only behind the commit of the phase, when PostgreSQL has been closed for good.
 */
final class BackToMirroring implements Walk {
    private static final Duration OPENING = Duration.ofSeconds(60);

    private final Site site;
    private final DomainState state;
    private final CutoverOptions options;
    private @Nullable BinlogPosition forwardAt;

    BackToMirroring(Site site, DomainState state, CutoverOptions options) {
        this.site = site;
        this.state = state;
        this.options = options;
    }

    @Override
    public List<Gate> gates() throws SQLException {
        Gates gates = new Gates(site, options);
        return List.of(gates.stream(Direction.REVERSE), gates.tables(), gates.postgresTransactions());
    }

    @Override
    public List<Step> before() {
        return List.of(
                Step.closing("fenced", "fence the tables in PostgreSQL", this::fence),
                Step.of("drained", "wait until MySQL has everything", this::drain),
                Step.of("counted", "compare the numbers of rows", new Counts(site)::compare),
                Step.of(
                        "counters-moved",
                        "move AUTO_INCREMENT past the highest keys",
                        new Numbering(site)::raiseCounters),
                Step.of("forward-position-read", "read where the forward stream begins", this::forwardPosition));
    }

    @Override
    public String commitText() {
        return "change the phase and begin the forward stream, in one transaction";
    }

    @Override
    public String commit(Connection postgres) throws SQLException {
        BinlogPosition start = forwardAt;
        if (start == null) {
            throw new IllegalStateException("the position of the forward stream is read first");
        }
        Checkpoints.begin(postgres, site.name(), Direction.FORWARD, state.epoch() + 1, start, null);
        return "forward stream begins at " + start.place();
    }

    @Override
    public boolean opensAtCommit() {
        return false;
    }

    @Override
    public List<Step> after() {
        return List.of(
                Step.opening("mysql-opened", "lift MySQL's fence", this::openMysql),
                Step.of("reverse-ended", "end the reverse stream and drop its slot", () -> endReverse(site)));
    }

    @Override
    public void undo() throws SQLException {
        site.control()
                .handle()
                .useTransaction(transaction ->
                        site.postgresFence(transaction.getConnection()).lift());
    }

    /** Shared with the walk to retired. */
    static String endReverse(Site site) throws SQLException {
        Optional<Checkpoint> last = Checkpoints.read(site.mysql(), site.name(), Direction.REVERSE);
        Checkpoints.remove(site.mysql(), site.name(), Direction.REVERSE);
        site.slot().drop();
        return last.map(at -> "reverse stream ended at " + at.position().place() + " with " + at.changes()
                        + " changes and " + at.echoes() + " echoes")
                .orElse("there was no reverse stream");
    }

    private String fence() {
        site.postgresFence(site.postgres()).take(site.patience(options.fenceTimeout()));
        return site.tables().size() + " tables";
    }

    private String drain() throws SQLException {
        Duration took = StreamBeat.travel(
                site.postgres(), site.mysql(), site.name(), Direction.REVERSE, site.patience(options.drainTimeout()));
        site.slot().refuseIfUnpublished();
        return "applied in " + took.toMillis() + " ms";
    }

    private String forwardPosition() {
        forwardAt = MysqlPosition.current(site.mysql());
        return forwardAt.place();
    }

    private String openMysql() {
        site.mysqlFence().lift(Patience.of(OPENING));
        return site.tables().size() + " tables";
    }
}
