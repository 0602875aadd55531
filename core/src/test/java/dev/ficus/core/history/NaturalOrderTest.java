package dev.ficus.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    @Test
    void digitsCountAsANumber() {
        List<String> names = List.of("V10__b.sql", "V2__a.sql", "V002.1__c.sql", "V2024010100000000000001__d.sql");
        assertThat(names.stream().sorted(NaturalOrder::compare))
                .containsExactly("V002.1__c.sql", "V2__a.sql", "V10__b.sql", "V2024010100000000000001__d.sql");
    }

    @Test
    void namesThatDifferInZeroesAloneAreNotTheSame() {
        assertThat(NaturalOrder.compare("V01", "V1")).isNotZero();
        assertThat(NaturalOrder.compare("V1", "V1")).isZero();
        assertThat(NaturalOrder.compare("V1", "V1b")).isNegative();
    }
}
