package dev.ficus.dualwrite.scan;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a scan found and what to write into {@code ficus.yaml}. */
public final class ScanRefusal {
    private ScanRefusal() {}

    /** One problem that lists everything that was found before a copy began. Call it only where something was. */
    public static Problem problem(ScanReport report, String domain) {
        return problem(report, domain, "nothing was copied", fix(report.found()));
    }

    /** As {@link #problem}, where the copy met such a value: it goes on where it stopped, unless a type is to be another. */
    public static Problem problemOfCopy(ScanReport report, String domain) {
        String fix = fix(report.found()) + "\nthen go on with: ficus backfill " + domain;
        boolean otherType =
                report.found().stream().anyMatch(found -> found.hazard().fix().startsWith("to:"));
        return problem(
                report,
                domain,
                "the copy stopped; what it copied is kept",
                otherType
                        ? fix + "; or, where another type was chosen (to:), once the column has it in PostgreSQL:"
                                + " ficus backfill " + domain + " --restart --yes"
                        : fix);
    }

    private static Problem problem(ScanReport report, String domain, String state, String fix) {
        StringBuilder what = new StringBuilder("these values have no place in PostgreSQL, and " + state + ":");
        report.found().forEach(found -> what.append('\n').append(line(found)));
        return new Problem(ErrorCode.VALUE_NOT_CONVERTIBLE, what.toString(), "domain " + domain, fix);
    }

    /** {@code orders.paid_at: 3 rows whose date has ...: id=1; id=2; id=3}. */
    public static String line(FoundValues found) {
        return found.table() + "." + found.column() + ": " + text(found);
    }

    /** As {@link #line}, without table and column. */
    public static String text(FoundValues found) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < found.keys().size(); i++) {
            named.add(found.keys().get(i)
                    + (i < found.values().size() ? " (" + found.values().get(i) + ")" : ""));
        }
        String more = found.rows() > named.size() ? "; ..." : "";
        return found.rows() + (found.rows() == 1 ? " row" : " rows") + " whose "
                + found.hazard().what() + ": " + String.join("; ", named) + more;
    }

    /** What can be chosen, as lines of {@code ficus.yaml}, and what has to be corrected on MySQL. */
    public static String fix(List<FoundValues> all) {
        Map<String, List<FoundValues>> choosable = new LinkedHashMap<>();
        boolean others = false;
        for (FoundValues found : all) {
            if (found.hazard().fix().isEmpty()) {
                others = true;
            } else {
                choosable
                        .computeIfAbsent(found.table(), name -> new ArrayList<>())
                        .add(found);
            }
        }
        List<String> ways = new ArrayList<>();
        if (!choosable.isEmpty()) {
            ways.add("correct the rows on MySQL, or choose what stands for them in ficus.yaml, for example:\n"
                    + yaml(choosable));
        }
        if (others) {
            ways.add("correct the references on MySQL: each must be spelled as the key that it names");
        }
        return String.join("\n", ways);
    }

    private static String yaml(Map<String, List<FoundValues>> choosable) {
        List<String> lines = new ArrayList<>(List.of("strangler:", "  convert:", "    tables:"));
        choosable.forEach((table, columns) -> {
            lines.add("      " + yamlName(table) + ":");
            lines.add("        columns:");
            Map<String, List<String>> choices = new LinkedHashMap<>();
            columns.forEach(found -> choices.computeIfAbsent(found.column(), name -> new ArrayList<>())
                    .add(found.hazard().fix()));
            choices.forEach((column, chosen) ->
                    lines.add("          " + yamlName(column) + ": { " + String.join(", ", together(chosen)) + " }"));
        });
        return String.join("\n", lines);
    }

    /** A column has one type: another one makes the choices for the present one void. */
    private static List<String> together(List<String> chosen) {
        return chosen.stream()
                .filter(choice -> choice.startsWith("to:"))
                .findFirst()
                .map(List::of)
                .orElse(chosen);
    }

    private static String yamlName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
