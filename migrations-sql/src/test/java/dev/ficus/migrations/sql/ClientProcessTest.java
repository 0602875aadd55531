package dev.ficus.migrations.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientProcessTest {
    private final ClientProcess self = ClientProcess.current();

    @Test
    void whatIsWrittenIsFoundAgainInsideOfOtherText() {
        ClientProcess other = new ClientProcess(4711, "0123456789ab");
        assertThat(ClientProcess.in("ficus " + other + " ana@build-7")).contains(other);
        assertThat(ClientProcess.in("ficus pid 4711@0123456789")).as("cut off").isEmpty();
        assertThat(ClientProcess.in("PostgreSQL JDBC Driver")).isEmpty();
    }

    @Test
    void onlyAProcessOfThisMachineThatIsGoneHasEnded() throws Exception {
        assertThat(self.hasEnded()).isFalse();
        Process child =
                new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "--version").start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        long gone = child.pid();
        assertThat(new ClientProcess(gone, self.machine()).hasEnded())
                .as("certain wherever the system tells machines apart")
                .isEqualTo(!self.machine().equals(ClientProcess.UNKNOWN));
        assertThat(new ClientProcess(gone, "0123456789ab").hasEnded())
                .as("another machine, or another container on this one")
                .isFalse();
        assertThat(new ClientProcess(gone, ClientProcess.UNKNOWN).hasEnded())
                .as("a system that does not tell")
                .isFalse();
    }
}
