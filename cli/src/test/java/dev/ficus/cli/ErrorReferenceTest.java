package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorReferenceTest {
    private static final Pattern HEADING = Pattern.compile("## .*: exit (\\d+)");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z][A-Z_]+) \\| .+ \\|");

    @Test
    void referenceListsEveryCodeUnderItsExitCodeAndNoOther() throws IOException {
        List<String> documented = new ArrayList<>();
        String exit = "";
        for (String line : Files.readAllLines(Path.of("../docs/reference/errors.md"))) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                exit = heading.group(1);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.add(row.group(1) + " " + exit);
            }
        }
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code + " " + code.kind().exitCode())
                        .toList());
    }
}
