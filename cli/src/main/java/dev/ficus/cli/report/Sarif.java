package dev.ficus.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.core.error.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as SARIF 2.1.0, the form that code scanning reads (OASIS standard sarif-v2.1.0). */
public final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Sarif() {}

    /**
     * One finding.
     *
     * @param rule the id of the rule
     * @param level {@code error}, {@code warning} or {@code note}
     * @param title what the rule finds
     * @param page the page of the rule, relative to the documentation's repository
     * @param uri the file, relative to the root of the project, or absolute
     * @param line from 1; null where the finding has no line
     */
    public record Finding(
            String rule,
            String level,
            String title,
            String page,
            String message,
            String uri,
            @Nullable Integer line) {}

    /**
     * The whole document.
     *
     * @param problems what kept the command from looking at everything; they stand in it as notifications, so that nobody
     *     takes findings that are not there for findings that are gone
     */
    public static String of(String version, List<Finding> findings, List<Problem> problems) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        findings.forEach(finding -> rules.computeIfAbsent(finding.rule(), id -> Rule.of(finding)));
        List<Outcome> results = findings.stream().map(Outcome::of).toList();
        Driver driver = new Driver("Ficus", version, List.copyOf(rules.values()));
        Run run = new Run(new Tool(driver), List.of(Invocation.of(problems)), "unicodeCodePoints", results);
        Log log = new Log(SCHEMA, "2.1.0", List.of(run));
        try {
            return MAPPER.writeValueAsString(log) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers are always writable", e);
        }
    }

    private record Log(@JsonProperty("$schema") String schema, String version, List<Run> runs) {}

    private record Run(Tool tool, List<Invocation> invocations, String columnKind, List<Outcome> results) {}

    private record Invocation(boolean executionSuccessful, List<Notification> toolExecutionNotifications) {
        private static Invocation of(List<Problem> problems) {
            return new Invocation(
                    problems.isEmpty(), problems.stream().map(Notification::of).toList());
        }
    }

    private record Notification(String level, Text message) {
        private static Notification of(Problem problem) {
            return new Notification(
                    "error", new Text(problem.code() + ": " + problem.what() + " (" + problem.where() + ")"));
        }
    }

    private record Tool(Driver driver) {}

    private record Driver(String name, String semanticVersion, List<Rule> rules) {}

    private record Text(String text) {}

    private record Configuration(String level) {}

    /** The page stands in the help text: a {@code helpUri} has to be absolute, and Ficus names no host. */
    private record Rule(String id, Text shortDescription, Text help, Configuration defaultConfiguration) {
        private static Rule of(Finding finding) {
            Text help = new Text("What happens, and what to write instead: " + finding.page());
            return new Rule(finding.rule(), new Text(finding.title()), help, new Configuration(finding.level()));
        }
    }

    private record Outcome(String ruleId, String level, Text message, List<Location> locations) {
        private static Outcome of(Finding finding) {
            Region region = finding.line() == null ? null : new Region(finding.line());
            Location location = new Location(new PhysicalLocation(new Artifact(finding.uri()), region));
            return new Outcome(finding.rule(), finding.level(), new Text(finding.message()), List.of(location));
        }
    }

    private record Location(PhysicalLocation physicalLocation) {}

    private record PhysicalLocation(
            Artifact artifactLocation,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Region region) {}

    private record Artifact(String uri) {}

    private record Region(int startLine) {}
}
