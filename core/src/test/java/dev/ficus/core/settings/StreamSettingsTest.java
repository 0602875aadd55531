package dev.ficus.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ficus.core.error.FicusException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The section {@code strangler.stream}. */
class StreamSettingsTest {
    private static final String HEAD = """
            databases:
              legacy: { url: "jdbc:mysql://db1/shop" }
              primary: { url: "jdbc:postgresql://db2/shop" }
            strangler:
              from: legacy
              to: primary
              domains: {}
            """;

    @Test
    void withoutTheSectionTheDefaultsHold() {
        assertThat(read("")).isEqualTo(StreamSettings.DEFAULT);
        assertThat(StreamSettings.DEFAULT.memory()).isEqualTo(32L << 20);
        assertThat(StreamSettings.DEFAULT.spill()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @ParameterizedTest
    @CsvSource({"1MB, 1048576", "2 GB, 2147483648", "2048kb, 2097152"})
    void memoryIsASizeWithAUnit(String text, long bytes) {
        assertThat(read("  stream: { memory: " + text + " }").memory()).isEqualTo(bytes);
    }

    @Test
    void relativeDirectoryBeginsAtTheFile() {
        assertThat(read("  stream: { spill: tmp/spill }").spill()).isEqualTo(Path.of("/project/tmp/spill"));
        assertThat(read("  stream: { spill: /var/spool }").spill()).isEqualTo(Path.of("/var/spool"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"32", "0MB", "1023KB", "-1MB", "1.5GB", "lots"})
    void sizeThatIsNoneOrTooSmallIsRefused(String text) {
        assertThatThrownBy(() -> read("  stream: { memory: " + text + " }"))
                .isInstanceOf(FicusException.class)
                .hasMessageContaining("strangler.stream.memory is " + text);
    }

    @Test
    void unknownKeyIsRefused() {
        assertThatThrownBy(() -> read("  stream: { memroy: 1MB }")).hasMessageContaining("memroy");
    }

    private static StreamSettings read(String stream) {
        return new SettingsParser(Path.of("/project/ficus.yaml"), name -> Optional.empty())
                .parse(HEAD + stream).requiredStrangler().stream();
    }
}
