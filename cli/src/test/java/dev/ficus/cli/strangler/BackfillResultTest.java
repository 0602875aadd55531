package dev.ficus.cli.strangler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.PublishedSchemas;
import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.dualwrite.backfill.BackfillReport;
import dev.ficus.dualwrite.backfill.BackfillReport.CopiedTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackfillResultTest {
    private static final BackfillResult RESULT = BackfillResult.of(new BackfillReport(
            "orders",
            List.of(
                    new CopiedTable("line", 1, 12, 1, Duration.ZERO, 0),
                    new CopiedTable("orders", 2_000_000, 180_000_000, 100, Duration.ofMillis(4000), 2)),
            7,
            Duration.ofMillis(9500)));

    @Test
    void eachTableHasItsRowsBytesTimeRateAndErrors() {
        assertThat(text()).isEqualTo("""
                orders: copied 2,000,001 rows and replayed 7 changes in 9.5 s; now in phase mirroring
                  line    1 row           12 bytes  1 chunk     0 ms   1,000 rows/s    12.0 kB/s  0 errors
                  orders  2,000,000 rows  180.0 MB  100 chunks  4.0 s  500,000 rows/s  45.0 MB/s  2 errors
                """);
    }

    @Test
    void documentIsOfThePublishedForm() throws IOException {
        JsonNode document = JsonMapper.builder().build().readTree(JsonDocument.of(RESULT, List.of()));

        assertThat(PublishedSchemas.problems(document)).isEmpty();
        assertThat(document.at("/tables/1/rowsPerSecond").asLong()).isEqualTo(500_000);
        assertThat(document.at("/tables/1/bytesPerSecond").asLong()).isEqualTo(45_000_000);
        assertThat(document.at("/tables/1/errors").asInt()).isEqualTo(2);
    }

    private static String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RESULT.writeText(new TextPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
