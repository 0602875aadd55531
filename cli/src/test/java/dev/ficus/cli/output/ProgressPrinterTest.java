package dev.ficus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.progress.ProgressEvent.Count;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void elsewhereThanOnATerminalALineComesNowAndThenAndAtTheEnd() {
        ProgressPrinter printer = printer(0);
        for (int second = 0; second <= 12; second++) {
            nanos = TimeUnit.SECONDS.toNanos(second);
            printer.on(count(second * 1000L, 12_000));
        }
        printer.on(count(12_000, 12_000));
        assertThat(printed()).isEqualTo("""
                        orders: 0/12,000 rows, 0 %, copying
                        orders: 5,000/12,000 rows, 41 %, 1,000 rows/s, 7 s left, copying
                        orders: 10,000/12,000 rows, 83 %, 1,000 rows/s, 2 s left, copying
                        orders: 12,000/12,000 rows, 100 %, 1,000 rows/s, copying
                        """);
    }

    @Test
    void onATerminalOneLineMovesAndGivesWayToOtherLines() {
        ProgressPrinter printer = printer(40);
        printer.on(count(10, 100));
        nanos = TimeUnit.MILLISECONDS.toNanos(99);
        printer.on(count(11, 100));
        nanos = TimeUnit.MILLISECONDS.toNanos(100);
        printer.on(count(20, 100));
        printer.warning("orders", "slow");
        printer.close();
        assertThat(printed())
                .isEqualTo("\r\u001b[Korders: 10/100 rows, 10 %, copying"
                        + "\r\u001b[Korders: 20/100 rows, 20 %, 100 rows/s, "
                        + "\r\u001b[Kwarning: orders: slow\n");
    }

    @Test
    void timeLeftIsNotGuessedBeforeOnePercentAndPercentStaysBelowHundredUntilTheEnd() {
        ProgressPrinter printer = printer(0);
        printer.on(count(0, 100_000));
        nanos = TimeUnit.SECONDS.toNanos(10);
        printer.on(count(900, 100_000));
        nanos = TimeUnit.SECONDS.toNanos(20);
        printer.on(count(99_999, 100_000));
        assertThat(printed()).isEqualTo("""
                        orders: 0/100,000 rows, 0 %, copying
                        orders: 900/100,000 rows, 0 %, 90 rows/s, copying
                        orders: 99,999/100,000 rows, 99 %, 5,000 rows/s, 1 s left, copying
                        """);
    }

    @Test
    void workDoneBeforeThisRunDoesNotCountForItsSpeed() {
        ProgressPrinter printer = printer(0);
        printer.on(count(50_000, 100_000));
        nanos = TimeUnit.SECONDS.toNanos(10);
        printer.on(count(51_000, 100_000));
        assertThat(printed()).endsWith("51,000/100,000 rows, 51 %, 100 rows/s, 8 min 10 s left, copying\n");
    }

    @Test
    void unknownTotalShowsWhatIsKnown() {
        ProgressPrinter printer = printer(0);
        printer.on(new Count("orders", 7, OptionalLong.empty(), "changes", "lag 0.2 s"));
        printer.step("orders", "the copy is done");
        assertThat(printed()).isEqualTo("orders: 7 changes, lag 0.2 s\norders: the copy is done\n");
    }

    private ProgressPrinter printer(int columns) {
        return new ProgressPrinter(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN, columns, () -> nanos);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Count count(long done, long total) {
        return new Count("orders", done, OptionalLong.of(total), "rows", "copying");
    }
}
