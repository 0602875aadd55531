package dev.ficus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.cli.output.OutputFormat;
import dev.ficus.cli.session.Console;
import dev.ficus.cli.session.Terminal;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShellTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new Terminal(stream(out), stream(err), false, 0, name -> Optional.empty()),
            OutputFormat.JSON,
            false,
            "ficus");

    @Test
    void commandIsShownAndItsOutputFollowsIndentedOnStderrAlone() {
        shell((terminal, arguments) -> {
                    assertThat(arguments).containsExactly("verify", "orders", "--config", "shop/ficus.yaml", "--yes");
                    terminal.out().print("orders: equal\n");
                    terminal.err().print("next: ficus cutover plan orders\n");
                    return 0;
                })
                .run("verify", "orders");

        assertThat(err.toString(StandardCharsets.UTF_8)).matches("""

                \\$ ficus verify orders
                  orders: equal
                  next: ficus cutover plan orders
                  \\(\\d+\\.\\d s\\)
                """);
        assertThat(out.size()).as("stdout belongs to the demo's own document").isZero();
    }

    @Test
    void commandThatFailsEndsTheDemoWithTheErrorThatItPrinted() {
        Shell shell = shell((terminal, arguments) -> {
            terminal.err().print("error GATE_REFUSED: the lag is too long\n  at:  domain orders\n");
            return 4;
        });

        assertThatThrownBy(() -> shell.run("cutover", "run", "orders"))
                .isInstanceOfSatisfying(FicusException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEMO_FAILED);
                    assertThat(e.problem().what())
                            .isEqualTo("the command ended with exit code 4: error GATE_REFUSED: the lag is too long");
                    assertThat(e.problem().where()).isEqualTo("ficus cutover run orders");
                });
    }

    @Test
    void onlyTheErrorsThatAreToleratedDoNotEndTheDemo() {
        Shell shell = shell((terminal, arguments) -> {
            terminal.err().print("error GATE_REFUSED: the stream is more than 5000 ms behind\n");
            return 4;
        });

        assertThat(shell.run(Set.of(ErrorCode.GATE_REFUSED), "cutover", "run", "orders"))
                .isFalse();
        assertThatThrownBy(() -> shell.run(Set.of(ErrorCode.DIFFERENCES_FOUND), "cutover", "run", "orders"))
                .isInstanceOf(FicusException.class);
    }

    @Test
    void interruptedCommandInterruptsTheDemo() {
        Shell shell = shell((terminal, arguments) -> 130);

        assertThatThrownBy(() -> shell.run("backfill", "orders"))
                .isInstanceOfSatisfying(
                        FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    }

    private Shell shell(CommandLineRunner ficus) {
        return new Shell(console, ficus, Path.of("shop/ficus.yaml"), new Interruption(() -> StopSignal.NEVER));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
