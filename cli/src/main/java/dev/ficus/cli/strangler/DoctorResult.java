package dev.ficus.cli.strangler;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.Style;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of {@code doctor}. The problems themselves are reported as errors. */
public record DoctorResult(List<Check> checks) implements Result {

    /**
     * One thing that was looked at.
     *
     * @param found what was found, or the codes of what is wrong
     */
    public record Check(String subject, boolean ok, String found) {

        /** What a check found, or the codes of its problems. */
        public static Check of(String subject, String found, List<Problem> problems) {
            String codes = problems.stream()
                    .map(problem -> problem.code().name())
                    .distinct()
                    .collect(Collectors.joining(", "));
            return new Check(subject, problems.isEmpty(), problems.isEmpty() ? found : codes);
        }
    }

    @Override
    public String document() {
        return "doctor";
    }

    @Override
    public void writeText(TextPrinter out) {
        out.rows(
                checks.stream()
                        .map(check -> List.of(check.ok() ? "ok" : "problem", check.subject(), check.found()))
                        .toList(),
                word -> coloured(word, out.style()));
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }

    private static String coloured(String word, Style style) {
        return word.startsWith("ok") ? style.good(word) : style.bad(word);
    }
}
