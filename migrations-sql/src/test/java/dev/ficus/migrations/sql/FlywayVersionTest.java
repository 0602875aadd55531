package dev.ficus.migrations.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlywayVersionTest {

    @Test
    void zerosAndSeparatorsDoNotMatterAndNumbersDo() {
        assertThat(version("001.0")).isEqualTo(version("1"));
        assertThat(version("1_2")).isEqualTo(version("1.2"));
        assertThat(version("1.10")).isGreaterThan(version("1.9")).isLessThan(version("2"));
        assertThat(version("20240101120000123")).isGreaterThan(version("9"));
    }

    private static FlywayVersion version(String text) {
        return FlywayVersion.of(text);
    }
}
