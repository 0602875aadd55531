package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import dev.ficus.cli.Project;
import dev.ficus.cli.Waiting;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are held in the middle of a change: what Ctrl-C does to them, what a second run and {@code unlock} see. */
class MigrateInterruptIT {
    private static final long GATE = 4711;

    @TempDir
    private Path directory;

    private final DatabaseSettings primary =
            SharedServers.server(DatabaseKind.POSTGRES).freshDatabase("primary");
    private Project project = new Project(Path.of("."));

    @BeforeEach
    void changeThatWaitsAtAGate() {
        project = new Project(directory)
                .database(primary)
                .file("primary/V001__gate.sql", "SELECT pg_advisory_xact_lock(%d);\n".formatted(GATE))
                .file("primary/V002__notes.sql", "CREATE TABLE notes (id INT);\n");
    }

    @Test
    void firstSignalEndsTheRunBetweenTwoChangesAndTheNextRunGoesOn() throws Exception {
        try (Connection gate = Connections.open(primary, new Properties())) {
            close(gate);
            try (FicusProcess up = FicusProcess.start(directory, "migrate", "up")) {
                awaitAtGate(gate);
                up.terminate();
                Waiting.until("it has heard", () -> up.output().contains("stopping at the next safe point"));
                open(gate);
                assertThat(up.exitCode()).as(up.output()).isEqualTo(130);
                assertThat(up.output()).contains("error INTERRUPTED: ", "  fix: ", "ficus migrate");
            }
        }
        assertThat(project.json(0, "migrate", "status").findValuesAsText("state"))
                .containsExactly("applied", "pending");
        assertThat(project.run("migrate", "up").exitCode()).isZero();
    }

    @Test
    void secondRunGivesUpAfterItsTimeAndUnlockNeverRobsALiveOne() throws Exception {
        try (Connection gate = Connections.open(primary, new Properties())) {
            close(gate);
            try (FicusProcess up = FicusProcess.start(directory, "migrate", "up")) {
                awaitAtGate(gate);
                CommandRun second = project.run("migrate", "up", "--lock-timeout", "1");
                assertThat(second.exitCode()).as(second.err()).isEqualTo(5);
                assertThat(second.out()).isEqualTo("primary (postgres): failed, nothing applied\n");
                assertThat(second.err()).contains("primary: ", "error LOCK_HELD: ", "  fix: ");
                assertThat(project.json(5, "migrate", "up", "--lock-timeout", "0")
                                .at("/error/code")
                                .asText())
                        .isEqualTo("LOCK_HELD");
                assertThat(project.json(5, "migrate", "unlock")
                                .at("/error/code")
                                .asText())
                        .isEqualTo("LOCK_HELD");
                open(gate);
                assertThat(up.exitCode())
                        .as("the lock was not taken from it: %s", up.output())
                        .isZero();
            }
        }
        assertThat(project.json(0, "migrate", "unlock")
                        .at("/databases/0/holder")
                        .isNull())
                .isTrue();
    }

    @Test
    void killedRunLeavesNoLock() throws Exception {
        try (Connection gate = Connections.open(primary, new Properties())) {
            close(gate);
            try (FicusProcess up = FicusProcess.start(directory, "migrate", "up")) {
                awaitAtGate(gate);
                up.kill();
            }
            open(gate);
        }
        assertThat(project.run("migrate", "up", "--lock-timeout", "30").exitCode())
                .isZero();
        assertThat(project.json(0, "migrate", "status").findValuesAsText("state"))
                .containsExactly("applied", "applied");
    }

    private static void close(Connection gate) throws Exception {
        execute(gate, "SELECT pg_advisory_lock(" + GATE + ")");
    }

    private static void open(Connection gate) throws Exception {
        execute(gate, "SELECT pg_advisory_unlock(" + GATE + ")");
    }

    private static void awaitAtGate(Connection gate) throws Exception {
        Waiting.until("the change waits at the gate", () -> {
            try (Statement statement = gate.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_locks"
                            + " WHERE locktype = 'advisory' AND NOT granted AND objid = " + GATE
                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
                row.next();
                return row.getInt(1) == 1;
            }
        });
    }

    private static void execute(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
