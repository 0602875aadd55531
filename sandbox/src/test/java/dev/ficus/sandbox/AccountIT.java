package dev.ficus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountIT {
    @Test
    void postgresNeverRunsAsRoot() {
        assertThat(Programs.output(Account.powerless().wrap(List.of("id", "-u"))))
                .isNotEqualTo("0");
    }

    @Test
    void argumentsArriveAsTheyAre() {
        List<String> command = List.of("printf", "%s|", "a b", "$HOME", "'", "");
        assertThat(Programs.output(Account.powerless().wrap(command))).isEqualTo("a b|$HOME|'||");
        assertThat(Programs.output(Account.OWN.wrap(command))).isEqualTo("a b|$HOME|'||");
    }
}
