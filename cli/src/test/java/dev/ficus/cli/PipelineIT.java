package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Runs the shell steps of the GitHub Action and the scripts of the GitLab jobs as their runners do. */
class PipelineIT {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([^}]*?) *}}");

    @TempDir
    private Path directory;

    private ThreeHistories histories;
    private Path bin = Path.of(".");

    /** The job's result. */
    private record Ran(int exitCode, String output) {}

    @BeforeEach
    void projectAndProgram() throws IOException {
        histories = new ThreeHistories(directory.resolve("checkout"));
        bin = Files.createDirectories(directory.resolve("bin"));
        Path program = bin.resolve("ficus");
        Files.writeString(program, """
                #!/bin/sh
                exec "%s" -XX:TieredStopAtLevel=1 -cp "%s" dev.ficus.cli.Main "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void githubActionLintsPlansAndRunsThatPlan() throws Exception {
        assertThat(action("lint", "")).containsEntry("exit-code", "0");
        assertThat(checkout("ficus-reports/lint.sarif")).exists();
        Map<String, String> plan = action("plan", "");
        assertThat(plan.get("plan")).matches("[0-9a-f]{64}");
        assertThat(directory.resolve("summary.md"))
                .content()
                .contains("## ficus migrate lint", "## ficus migrate plan", "CREATE TABLE reviews");
        assertThat(action("up", "--plan " + plan.get("plan"))).containsEntry("exit-code", "0");
        assertThat(checkout("ficus-reports/up.xml")).content().contains("V001__reviews");
        assertThat(action("status", "--exit-code")).containsEntry("exit-code", "0");
    }

    @Test
    void githubActionFailsWithTheCodeOfFicusAndKeepsItsReports() throws Exception {
        assertThat(action("status", "--exit-code --db primary")).containsEntry("exit-code", "4");
        assertThat(checkout("ficus-reports/status.xml")).content().contains("CHANGES_PENDING");
        assertThat(directory.resolve("summary.md")).content().contains("CHANGES\\_PENDING");
    }

    @Test
    void gitlabJobsLintPlanAndRunThatPlan() throws Exception {
        Map<?, ?> template = yaml(Path.of("../ci/gitlab/ficus.gitlab-ci.yml"));
        assertThat(gitlab(template, "ficus-lint", Map.of()).exitCode()).isZero();
        assertThat(gitlab(template, "ficus-plan", Map.of()).exitCode()).isZero();
        String variable = Files.readString(checkout("ficus-reports/plan.env")).strip();
        assertThat(variable).matches("FICUS_PLAN=[0-9a-f]{64}");
        Map<String, String> plan = Map.of("FICUS_PLAN", variable.substring("FICUS_PLAN=".length()));
        assertThat(gitlab(template, "ficus-up", plan).exitCode()).isZero();
        Ran again = gitlab(template, "ficus-up", plan);
        assertThat(again.exitCode()).as(again.output()).isEqualTo(4);
        assertThat(again.output()).contains("PLAN_CHANGED");
        for (String report : List.of("lint.xml", "lint.sarif", "validate.xml", "plan.xml", "plan.md", "up.xml")) {
            assertThat(checkout("ficus-reports/" + report)).exists();
        }
    }

    /** Runs the shell steps of action.yml with these inputs, and gives the outputs of the last one. */
    private Map<String, String> action(String command, String arguments) throws Exception {
        Map<?, ?> action = yaml(Path.of("../action.yml"));
        Map<String, String> inputs = new HashMap<>();
        ((Map<?, ?>) action.get("inputs"))
                .forEach((name, input) -> inputs.put("inputs." + name, text(((Map<?, ?>) input).get("default"))));
        inputs.putAll(Map.of("inputs.command", command, "inputs.arguments", arguments));
        Path outputs = Files.createTempFile(directory, "outputs", ".txt");
        for (Object each : (List<?>) ((Map<?, ?>) action.get("runs")).get("steps")) {
            Map<?, ?> step = (Map<?, ?>) each;
            if (step.containsKey("run")) {
                assertThat(step.get("shell")).isEqualTo("bash");
                Map<String, String> environment = new HashMap<>(Map.of(
                        "GITHUB_ACTION_PATH", bin.toString(),
                        "GITHUB_OUTPUT", outputs.toString(),
                        "GITHUB_STEP_SUMMARY", directory.resolve("summary.md").toString()));
                variables(step.get("env")).forEach((name, value) -> environment.put(name, filled(value, inputs)));
                String script = text(step.get("run"));
                assertThat(script)
                        .as("no expression in a script: its value would be code")
                        .doesNotContain("${{");
                shell(List.of("bash", "--noprofile", "--norc", "-eo", "pipefail"), script, environment);
            }
        }
        Map<String, String> result = new HashMap<>();
        Files.readAllLines(outputs)
                .forEach(line -> result.put(line.split("=")[0], line.substring(line.indexOf('=') + 1)));
        return result;
    }

    private Ran gitlab(Map<?, ?> template, String job, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(variables(template.get("variables")));
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
        environment.putAll(more);
        List<?> script = (List<?>) ((Map<?, ?>) template.get(job)).get("script");
        return shell(
                List.of("sh", "-e"),
                String.join("\n", script.stream().map(PipelineIT::text).toList()),
                environment);
    }

    private Ran shell(List<String> shell, String script, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "step", ".sh"), script + "\n");
        Path output = Files.createTempFile(directory, "step", ".txt");
        List<String> command = new ArrayList<>(shell);
        command.add(file.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.resolve("checkout").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private static String filled(String text, Map<String, String> values) {
        Matcher expression = EXPRESSION.matcher(text);
        return expression.replaceAll(found -> {
            assertThat(values).as(text).containsKey(found.group(1));
            return Matcher.quoteReplacement(values.get(found.group(1)));
        });
    }

    private static Map<String, String> variables(Object section) {
        Map<String, String> variables = new HashMap<>();
        if (section instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put(text(name), text(value)));
        }
        return variables;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }

    private Path checkout(String name) {
        return directory.resolve("checkout").resolve(name);
    }
}
