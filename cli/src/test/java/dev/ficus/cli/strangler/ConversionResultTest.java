package dev.ficus.cli.strangler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.cli.PublishedSchemas;
import dev.ficus.cli.output.JsonDocument;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversionResultTest {
    private static final ConversionResult RESULT = new ConversionResult(
            "orders",
            "primary",
            List.of("m/V001__ficus_orders.sql"),
            true,
            List.of("orders"),
            List.of(new ConversionResult.Finding(
                    "left out", "orders.text", "the index <b>", "it is fulltext & old", "add \"one\"")));

    @Test
    void textHasReasonAndWayOnOfEachFinding() {
        assertThat(text(RESULT)).isEqualTo("""
                orders: wrote m/V001__ficus_orders.sql
                  tables: orders
                  left out orders.text: the index <b>
                    because: it is fulltext & old
                    to do: add "one"
                """);
    }

    @Test
    void nothingToRunIsSaid() {
        assertThat(text(new ConversionResult("orders", "primary", List.of(), false, List.of("orders"), List.of())))
                .startsWith("orders: nothing to run\n");
    }

    @Test
    void pageHasTheSameAndEscapesIt() {
        String page = RESULT.html();
        assertThat(page).startsWith("<!DOCTYPE html>\n").endsWith("</html>\n");
        assertThat(page.substring(page.indexOf("<h1>"), page.indexOf("</body>")))
                .isEqualTo("""
                <h1>Conversion of domain orders</h1>
                <p>Written for database primary:</p>
                <ul>
                <li>m/V001__ficus_orders.sql</li>
                </ul>
                <h2>Tables</h2>
                <ul>
                <li>orders</li>
                </ul>
                <h2>What is not carried over one to one</h2>
                <p>Findings: 1.</p>
                <div class="wide">
                <table>
                <tr><th>Where</th><th>What became of it</th><th>What</th><th>Why</th><th>What to do</th></tr>
                <tr><td>orders.text</td><td>left out</td><td>the index &lt;b&gt;</td><td>it is fulltext &amp; old</td>\
                <td>add &quot;one&quot;</td></tr>
                </table>
                </div>
                """);
        assertThat(page).as("it needs no other file").doesNotContain("http", "src=", "href=");
    }

    @Test
    void documentIsOfThePublishedForm() throws IOException {
        String json = JsonDocument.of(RESULT, List.of());
        assertThat(PublishedSchemas.problems(JsonMapper.builder().build().readTree(json)))
                .isEmpty();
    }

    private static String text(ConversionResult result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        result.writeText(new TextPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), Style.PLAIN));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
