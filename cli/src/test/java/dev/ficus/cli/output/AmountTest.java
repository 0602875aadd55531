package dev.ficus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmountTest {
    @Test
    void countsAreGroupedAndHaveTheirPlural() {
        assertThat(Amount.of(0, "row")).isEqualTo("0 rows");
        assertThat(Amount.of(1, "row")).isEqualTo("1 row");
        assertThat(Amount.of(1_234_567, "row")).isEqualTo("1,234,567 rows");
    }

    @Test
    void timesAndSizesChangeTheirUnit() {
        assertThat(Amount.millis(999)).isEqualTo("999 ms");
        assertThat(Amount.millis(1_500)).isEqualTo("1.5 s");
        assertThat(Amount.bytes(1)).isEqualTo("1 byte");
        assertThat(Amount.bytes(999)).isEqualTo("999 bytes");
        assertThat(Amount.bytes(1_500)).isEqualTo("1.5 kB");
        assertThat(Amount.bytes(2_000_000_000L)).isEqualTo("2.0 GB");
        assertThat(Amount.bytes(3_000_000_000_000L)).isEqualTo("3.0 TB");
    }
}
