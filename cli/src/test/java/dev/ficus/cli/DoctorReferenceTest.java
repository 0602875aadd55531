package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.dualwrite.doctor.FindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DoctorReferenceTest {
    @Test
    void pageExplainsEveryIdOnceAndNoOther() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [a-z, ]+ \\| .+ \\|$")
                .matcher(Files.readString(Path.of("../docs/reference/doctor.md")));
        List<String> documented = rows.results().map(result -> result.group(1)).toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FindingId.values()).map(FindingId::word).toList());
    }
}
