package dev.ficus.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChangeTextTest {

    @Test
    void lineEndsAndByteOrderMarkDoNotCount() throws Exception {
        byte[] windows = "\uFEFFa\r\nb\rc\n".getBytes(StandardCharsets.UTF_8);
        assertThat(ChangeText.decode(windows)).isEqualTo("a\nb\nc\n");
        assertThat(ChangeText.sha256("a\nb\nc\n"))
                .isEqualTo("880553fca8fcea94e325ee2cfb48e5a985cc797f39a14cc6d3cedecfeb2ae4d2");
    }

    @Test
    void everyOtherByteCounts() {
        assertThat(ChangeText.sha256(ChangeText.normalised("a b"))).isNotEqualTo(ChangeText.sha256("a  b"));
    }

    @Test
    void otherCharsetsAreRefused() {
        assertThatThrownBy(() -> ChangeText.decode("\u00e4".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(CharacterCodingException.class);
    }
}
