package dev.ficus.cli.storm;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What a storm has done so far. */
final class StormFigures {
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private int rounds;
    private int restarts;
    private Duration longest = Duration.ZERO;

    void fault(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    void round() {
        rounds++;
    }

    /** Ficus had ended by itself with an error that passes, and was started again. */
    void restarted() {
        restarts++;
    }

    /** From the end of a round's last fault and of its writes until both sides are the same. */
    void recovered(Duration took) {
        longest = took.compareTo(longest) > 0 ? took : longest;
    }

    String table(StormApplication application) {
        StringBuilder table = new StringBuilder();
        line(table, "rounds", rounds);
        faults.forEach((fault, count) -> line(table, fault.text(), count));
        line(table, "restarts of ficus sync after it ended by itself", restarts);
        line(table, "transactions of the application", application.transactions());
        line(table, "row changes of the application", application.book().changes());
        line(table, "COMMITs whose answer the application did not get", application.unknowns());
        line(table, "longest recovery, ms", longest.toMillis());
        return table.toString();
    }

    private static void line(StringBuilder table, String what, long count) {
        table.append("| ").append(what).append(" | ").append(count).append(" |\n");
    }
}
