package dev.ficus.dualwrite.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.TestSides;
import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.LogSequenceNumber;
import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.Phase;
import dev.ficus.dualwrite.control.PostgresFence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DomainRouteIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final SqlWork<Owner> INSERT = (connection, side) -> {
        TestSides.execute(
                connection, "INSERT INTO purchase (customer, total, made) VALUES ('ana', 1.00, '2024-01-01')");
        return side;
    };

    private final TestSides sides = TestSides.create();

    @Test
    void eachPhaseRoutesWritesAndReadsAsTheTableOfPhasesSays() throws SQLException {
        assertThat(routed()).as("never recorded").isEqualTo("MYSQL MYSQL MYSQL");
        assertThat(routed(Phase.LEGACY)).isEqualTo("MYSQL MYSQL MYSQL");
        assertThat(routed(Phase.MIRRORING)).isEqualTo("MYSQL MYSQL MYSQL");
        assertThat(routed(Phase.DUAL_WRITE)).isEqualTo("POSTGRES POSTGRES MYSQL");
        assertThat(routed(Phase.POSTGRES)).isEqualTo("POSTGRES POSTGRES POSTGRES");
        assertThat(routed(Phase.RETIRED)).isEqualTo("POSTGRES POSTGRES POSTGRES");
    }

    @Test
    void callerWhosePhaseIsOldIsRefusedByMysqlAndSucceedsOnPostgres() throws SQLException {
        sides.phase(Phase.MIRRORING, 2);
        DomainRoute route = route(LONG);
        assertThat(route.write(INSERT)).isEqualTo(Owner.MYSQL);
        fenceMysql(3);
        sides.phase(Phase.DUAL_WRITE, 3);

        Routed<Owner> written = route.writeRouted(INSERT);

        assertThat(written).isEqualTo(new Routed<>(Owner.POSTGRES, Owner.POSTGRES, Phase.DUAL_WRITE, 3));
        assertThat(rows()).isEqualTo("1 1");
    }

    @Test
    void callerWhosePhaseIsOldIsRefusedByPostgresAndSucceedsOnMysql() throws SQLException {
        sides.phase(Phase.DUAL_WRITE, 3);
        DomainRoute route = route(LONG);
        assertThat(route.write(INSERT)).isEqualTo(Owner.POSTGRES);
        fencePostgres();
        sides.phase(Phase.MIRRORING, 4);

        assertThat(route.write(INSERT)).isEqualTo(Owner.MYSQL);
        assertThat(rows()).isEqualTo("1 1");
    }

    /** The negative control of the two tests above: it is the fence that makes the caller look again. */
    @Test
    void withoutTheFenceTheSameCallerWritesToTheWrongSide() throws SQLException {
        sides.phase(Phase.MIRRORING, 2);
        DomainRoute route = route(LONG);
        route.write(INSERT);
        sides.phase(Phase.DUAL_WRITE, 3);

        assertThat(route.write(INSERT)).isEqualTo(Owner.MYSQL);
    }

    @Test
    void refusalInsideAnExceptionOfTheApplicationIsUnderstood() throws SQLException {
        sides.phase(Phase.MIRRORING, 2);
        DomainRoute route = route(LONG);
        route.write(INSERT);
        fenceMysql(3);
        sides.phase(Phase.DUAL_WRITE, 3);

        Owner side = route.write((connection, owner) -> {
            try {
                return INSERT.run(connection, owner);
            } catch (SQLException e) {
                throw new IllegalStateException("wrapped", e);
            }
        });

        assertThat(side).isEqualTo(Owner.POSTGRES);
    }

    @Test
    void writeInTheWritePauseWaitsForTheNewOwner() throws Exception {
        sides.phase(Phase.MIRRORING, 2);
        fenceMysql(3);
        CountDownLatch refused = new CountDownLatch(3);
        CompletableFuture<Owner> written = CompletableFuture.supplyAsync(() -> writeUnchecked((connection, side) -> {
            refused.countDown();
            return INSERT.run(connection, side);
        }));

        assertThat(refused.await(20, TimeUnit.SECONDS)).as("it tries again").isTrue();
        assertThat(written).isNotDone();
        sides.phase(Phase.DUAL_WRITE, 3);

        assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(Owner.POSTGRES);
        assertThat(rows()).isEqualTo("0 1");
    }

    @Test
    void writeInAWritePauseThatIsUndoneGoesToTheOldOwner() throws Exception {
        sides.phase(Phase.MIRRORING, 2);
        fenceMysql(3);
        CountDownLatch refused = new CountDownLatch(2);
        CompletableFuture<Owner> written = CompletableFuture.supplyAsync(() -> writeUnchecked((connection, side) -> {
            refused.countDown();
            return INSERT.run(connection, side);
        }));
        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();

        try (Connection mysql = sides.openMysql()) {
            new MysqlFence(mysql, sides.domain(), sides.tables()).lift(Patience.of(Duration.ofSeconds(10)));
        }

        assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(Owner.MYSQL);
        assertThat(rows()).isEqualTo("1 0");
    }

    @Test
    void writePauseThatLastsTooLongIsAnErrorThatGivesTheReason() throws SQLException {
        sides.phase(Phase.MIRRORING, 2);
        fenceMysql(3);
        DomainRoute route = route(new RouteOptions(LONG, Duration.ofMillis(300)));

        assertThatThrownBy(() -> route.write(INSERT))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT))
                .satisfies(e -> assertThat(e.problem().what()).contains("is owned by postgres (epoch 3)"));
        assertThat(rows()).isEqualTo("0 0");
    }

    @Test
    void exceptionOfTheApplicationPassesUnchangedAndItsWritesAreRolledBack() {
        IllegalStateException own = new IllegalStateException("no");

        assertThatThrownBy(() -> route(LONG).write((connection, side) -> {
                    INSERT.run(connection, side);
                    throw own;
                }))
                .isSameAs(own);
        assertThat(rows()).isEqualTo("0 0");
    }

    @Test
    void commitWhoseAnswerIsLostIsNeverRepeated() {
        AtomicInteger runs = new AtomicInteger();
        Router router = Router.open(
                () -> losingTheAnswerOfCommit(sides.openMysql()), sides::openPostgres, RouteOptions.defaults());

        assertThatThrownBy(() -> router.domain(sides.domain()).write((connection, side) -> {
                    runs.incrementAndGet();
                    return INSERT.run(connection, side);
                }))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_OUTCOME_UNKNOWN));
        assertThat(runs).hasValue(1);
        assertThat(rows()).as("this time it was committed").isEqualTo("1 0");
    }

    @Test
    void phaseThatCannotBeReadAnyMoreIsUsedOn() throws SQLException {
        AtomicInteger opened = new AtomicInteger();
        Router router = Router.open(
                sides::openMysql,
                () -> {
                    if (opened.incrementAndGet() > 1) {
                        throw new SQLException("down", "08001");
                    }
                    return sides.openPostgres();
                },
                new RouteOptions(Duration.ZERO, Duration.ofSeconds(1)));
        DomainRoute route = router.domain(sides.domain());
        route.write(INSERT);

        assertThat(route.write(INSERT)).isEqualTo(Owner.MYSQL);
        assertThat(opened).hasValueGreaterThan(1);
    }

    @Test
    void legacyReadsWaitUntilTheReverseStreamHasAppliedTheBeat() throws Exception {
        sides.phase(Phase.DUAL_WRITE, 3);
        begin(Direction.REVERSE);
        assertThatThrownBy(() -> route(LONG).awaitApplied(Duration.ofMillis(200)))
                .asInstanceOf(InstanceOfAssertFactories.type(FicusException.class))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMED_OUT));

        sides.mysql("UPDATE ficus.checkpoint SET beat = 1000 WHERE domain = '" + sides.domain() + "'");
        route(LONG).awaitApplied(Duration.ofSeconds(10));

        assertThat(sides.postgresNumber("SELECT beat FROM ficus.beat")).isEqualTo(2);
    }

    private void begin(Direction direction) throws SQLException {
        try (Connection mysql = sides.openMysql()) {
            Checkpoints.begin(mysql, sides.domain(), direction, 3, LogSequenceNumber.parse("0/1"), null);
        }
    }

    private String routed(Phase phase) throws SQLException {
        sides.phase(phase, 9);
        return routed();
    }

    private String routed() throws SQLException {
        DomainRoute route = route(LONG);
        return route.write(INSERT) + " " + route.read((connection, side) -> side) + " "
                + route.legacyRead((connection, side) -> side);
    }

    private Owner writeUnchecked(SqlWork<Owner> work) {
        try {
            return route(new RouteOptions(Duration.ofSeconds(1), Duration.ofSeconds(30)))
                    .write(work);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DomainRoute route(Duration refresh) {
        return route(new RouteOptions(refresh, Duration.ofSeconds(10)));
    }

    private DomainRoute route(RouteOptions options) {
        return Router.open(sides::openMysql, sides::openPostgres, options).domain(sides.domain());
    }

    private String rows() {
        String count = "SELECT count(*) FROM purchase";
        return sides.mysqlNumber(count) + " " + sides.postgresNumber(count);
    }

    private void fenceMysql(long epoch) throws SQLException {
        try (Connection mysql = sides.openMysql()) {
            new MysqlFence(mysql, sides.domain(), sides.tables())
                    .take(Owner.POSTGRES, epoch, Patience.of(Duration.ofSeconds(10)));
        }
    }

    private void fencePostgres() throws SQLException {
        try (Connection postgres = sides.openPostgres()) {
            new PostgresFence(postgres, sides.domain(), sides.tables()).take(Patience.of(Duration.ofSeconds(10)));
        }
    }

    private static Connection losingTheAnswerOfCommit(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                DomainRouteIT.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("commit")) {
                            real.close();
                            throw new SQLException("Communications link failure", "08S01");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
