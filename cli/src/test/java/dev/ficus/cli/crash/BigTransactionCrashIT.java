package dev.ficus.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transaction that is larger than the heap of {@code ficus sync}, which is killed on its way. */
class BigTransactionCrashIT {
    /** In memory these rows would not leave room for anything else. */
    private static final int ROWS = 400_000;

    private static final int HEAP_MEGABYTES = 64;
    private static final int DIGITS = 6;

    @TempDir
    private Path directory;

    @Test
    void forwardTransactionPassesASmallHeapHoweverOftenItIsKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        Path spill = scene.spilling("8MB");
        scene.succeed("backfill", domain.name());
        execute(scene.mysql(), "INSERT INTO " + domain.purchase() + " (id, token, amount) " + numbers());

        killWhileItSpills(scene, spill);
        FicusProcess.dieAt("stream.written", 1, directory, "sync", domain.name());
        scene.awaitLockGone("stream:" + domain.name());
        finish(scene, spill);
    }

    @Test
    void reverseTransactionPassesASmallHeapHoweverOftenItIsKilled() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        ShopDomain domain = scene.domain(0);
        Path spill = scene.spilling("8MB");
        CutoverScene cutover = new CutoverScene(scene, domain);
        scene.succeed("backfill", domain.name());
        try (FicusProcess sync = FicusProcess.start(directory, "sync")) {
            cutover.verify();
            cutover.change("run", "dual-write");
            sync.kill();
        }
        execute(scene.postgres(), "INSERT INTO " + domain.purchase() + " (id, token, amount) " + numbers());

        killWhileItSpills(scene, spill);
        FicusProcess.dieAt("stream.written", 1, directory, "sync", domain.name());
        awaitMysqlLockGone(scene);
        finish(scene, spill);
    }

    @Test
    void withoutTheSpillTheHeapIsTooSmall() throws Exception {
        CrashScene scene = new CrashScene(directory, 1);
        scene.spilling("4GB");
        String domain = scene.domain(0).name();
        scene.succeed("backfill", domain);
        execute(scene.mysql(), "INSERT INTO " + scene.domain(0).purchase() + " (id, token, amount) " + numbers());

        try (FicusProcess sync = FicusProcess.startWithHeap(HEAP_MEGABYTES, directory, "sync", domain)) {
            Waiting.until("it runs out of memory", () -> sync.output().contains("OutOfMemoryError"));
        }
    }

    private static void killWhileItSpills(CrashScene scene, Path spill) throws Exception {
        String domain = scene.domain(0).name();
        try (FicusProcess sync = FicusProcess.startWithHeap(HEAP_MEGABYTES, scene.directory(), "sync", domain)) {
            Waiting.until("it spills: " + sync.output(), () -> sync.filesOpenIn(spill) > 0);
            sync.kill();
        }
        try (Stream<Path> left = Files.list(spill)) {
            assertThat(left).as("names of spill files").isEmpty();
        }
        scene.awaitLockGone("stream:" + domain);
        awaitMysqlLockGone(scene);
    }

    private static void finish(CrashScene scene, Path spill) throws Exception {
        ShopDomain domain = scene.domain(0);
        String[] line = {"sync", domain.name(), "--until-caught-up"};
        try (FicusProcess sync = FicusProcess.startWithHeap(HEAP_MEGABYTES, scene.directory(), line)) {
            assertThat(sync.exitCode()).as(sync.output()).isZero();
        }
        String sums = "SELECT count(*), sum(id), sum(amount), sum(length(token)) FROM " + domain.purchase();
        assertThat(CrashScene.rows(scene.postgres(), sums)).isEqualTo(CrashScene.rows(scene.mysql(), sums));
        try (Stream<Path> left = Files.list(spill)) {
            assertThat(left).as("names of spill files").isEmpty();
        }
    }

    private static void awaitMysqlLockGone(CrashScene scene) throws Exception {
        String held =
                "SELECT count(IS_USED_LOCK('ficus:stream:" + scene.domain(0).name() + "'))";
        Waiting.until("nobody holds the stream", () -> CrashScene.number(scene.mysql(), held) == 0);
    }

    /** In words that both servers know. */
    private static String numbers() {
        String digit = String.join(
                " UNION ALL ",
                IntStream.range(0, 10).mapToObj(d -> "SELECT " + d + " AS d").toList());
        StringBuilder sum = new StringBuilder("1000");
        StringBuilder from = new StringBuilder();
        int factor = 1;
        for (int i = 0; i < DIGITS; i++) {
            sum.append(" + ").append(factor).append(" * t").append(i).append(".d");
            from.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(digit)
                    .append(") t")
                    .append(i);
            factor *= 10;
        }
        assertThat(factor).isGreaterThan(ROWS);
        return "SELECT n, concat('a purchase of some length ', n), n FROM (SELECT " + sum + " AS n FROM " + from
                + ") numbers WHERE n <= " + ROWS;
    }

    private static void execute(Connection opened, String sql) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
