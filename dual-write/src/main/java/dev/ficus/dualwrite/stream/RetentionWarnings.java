package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.stream.Retention.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What of a domain's risks is worth a warning: each level of each once, until all is well again. Used by one thread. */
final class RetentionWarnings {
    private final Map<String, Integer> told = new HashMap<>();

    /** The texts of what is worse than it was told, at this look. */
    List<String> news(Retention now) {
        told.keySet()
                .removeIf(rule ->
                        now.risks().stream().noneMatch(risk -> risk.rule().equals(rule) && risk.level() > 0));
        List<String> news = new ArrayList<>();
        for (Risk risk : now.risks()) {
            if (risk.level() > told.getOrDefault(risk.rule(), 0)) {
                told.put(risk.rule(), risk.level());
                news.add(risk.text());
            }
        }
        return news;
    }
}
