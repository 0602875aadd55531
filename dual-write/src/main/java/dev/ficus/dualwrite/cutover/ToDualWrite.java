package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Position;
import dev.ficus.dualwrite.control.StreamBeat;
import dev.ficus.dualwrite.stream.MysqlPosition;
import dev.ficus.dualwrite.stream.ReverseSlot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mirroring to dual-write: the ownership goes from MySQL to PostgreSQL.
 *
 * <p>The slot of the reverse stream exists before the first write can reach PostgreSQL, so it misses none. The stop
 * position is read behind the fence, so nothing is committed on MySQL after it; the beat is sent behind the fence too,
 * so when it is applied, all is. The two sides are never both open: MySQL is closed before PostgreSQL opens, in the same
 * commit that changes the phase.
 */
final class ToDualWrite implements Walk {
    private static final Duration UNDO = Duration.ofSeconds(30);

    private final Site site;
    private final DomainState state;
    private final CutoverOptions options;
    private @Nullable LogSequenceNumber slotAt;

    ToDualWrite(Site site, DomainState state, CutoverOptions options) {
        this.site = site;
        this.state = state;
        this.options = options;
    }

    @Override
    public List<Gate> gates() throws SQLException {
        Gates gates = new Gates(site, options);
        return List.of(
                gates.backfill(),
                gates.verification(state.epoch()),
                gates.stream(Direction.FORWARD),
                gates.tables(),
                new ReverseSchema(site).gate(),
                gates.sequences(),
                gates.foreignCascades(),
                gates.slot(),
                gates.mysqlTransactions(),
                gates.postgresTransactions());
    }

    @Override
    public List<Step> before() {
        return List.of(
                Step.of("slot-created", "create publication and slot of the reverse stream", this::createSlot),
                Step.of("reserved", "keep autovacuum away from the tables in PostgreSQL", this::reserve),
                Step.closing("fenced", "fence the tables in MySQL", this::fence),
                Step.of("stop-position-read", "read where MySQL's binlog ends", this::stopPosition),
                Step.of("drained", "wait until PostgreSQL has everything", this::drain),
                Step.of("counted", "compare the numbers of rows", new Counts(site)::compare),
                Step.of("sequences-moved", "move sequences past the highest keys", new Numbering(site)::raiseSequences),
                Step.of("reverse-begun", "begin the checkpoint of the reverse stream", this::beginReverse));
    }

    @Override
    public String commitText() {
        return "change the phase, end the forward stream and lift PostgreSQL's fence, in one transaction";
    }

    /** The checkpoint goes first: whoever applies holds its row before any table. */
    @Override
    public String commit(Connection postgres) throws SQLException {
        Optional<Checkpoint> last = Checkpoints.read(postgres, site.name(), Direction.FORWARD);
        Checkpoints.remove(postgres, site.name(), Direction.FORWARD);
        site.postgresFence(postgres).lift();
        return last.map(at -> "forward stream ended at " + at.position().place() + " with " + at.changes()
                        + " changes and " + at.echoes() + " echoes")
                .orElse("there was no forward stream");
    }

    @Override
    public boolean opensAtCommit() {
        return true;
    }

    @Override
    public List<Step> after() {
        return List.of();
    }

    /** MySQL opens first: that ends the write pause. */
    @Override
    public void undo() throws SQLException {
        site.mysqlFence().lift(Patience.of(UNDO));
        Checkpoints.remove(site.mysql(), site.name(), Direction.REVERSE);
        site.slot().drop();
    }

    private String createSlot() {
        ReverseSlot slot = site.slot();
        slotAt = slot.create(site.tables());
        return slot.name() + " at " + slotAt.text();
    }

    private String reserve() throws SQLException {
        site.postgresFence(site.journal().handle().getConnection()).reserve();
        return site.tables().size() + " tables";
    }

    private String fence() {
        site.mysqlFence().take(Owner.POSTGRES, state.epoch() + 1, site.patience(options.fenceTimeout()));
        return site.tables().size() + " tables";
    }

    private String stopPosition() {
        return MysqlPosition.current(site.mysql()).place();
    }

    private String drain() throws SQLException {
        Position stop = MysqlPosition.current(site.mysql());
        Duration took = StreamBeat.travel(
                site.mysql(), site.postgres(), site.name(), Direction.FORWARD, site.patience(options.drainTimeout()));
        Checkpoint at = Checkpoints.read(site.postgres(), site.name(), Direction.FORWARD)
                .orElseThrow();
        if (at.position().compareTo(stop) < 0) {
            throw new IllegalStateException(
                    "the beat was applied at " + at.position().place() + ", before the stop position " + stop.place());
        }
        return "applied to " + at.position().place() + " in " + took.toMillis() + " ms";
    }

    private String beginReverse() throws SQLException {
        LogSequenceNumber start = slotAt;
        if (start == null) {
            throw new IllegalStateException("the slot is created first");
        }
        Checkpoints.begin(site.mysql(), site.name(), Direction.REVERSE, state.epoch() + 1, start, null);
        return start.text();
    }
}
