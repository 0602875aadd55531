package dev.ficus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFormatTest {
    @ParameterizedTest
    @CsvSource({
        "-o json, JSON",
        "-ojson, JSON",
        "-o=json, JSON",
        "--output json, JSON",
        "--output=json, JSON",
        "migrate nonsense -o json, JSON",
        "-o text, TEXT",
        "migrate up, TEXT",
        "--config json, TEXT",
        "-o, TEXT",
    })
    void formatIsFoundOnALineThatCannotBeParsed(String line, OutputFormat expected) {
        assertThat(OutputFormat.askedFor(List.of(line.split(" ")))).isEqualTo(expected);
    }
}
