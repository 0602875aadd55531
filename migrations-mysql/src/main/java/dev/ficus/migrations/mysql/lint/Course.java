package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a whole statement is carried out: one ALTER TABLE is as heavy as its heaviest part.
 *
 * @param way the lightest that the server can take
 * @param copy how the server copies a table
 * @param asked what the statement's ALGORITHM clause asks for, in upper case; empty where it leaves the choice
 */
record Course(Way way, Way copy, Optional<String> asked) {
    private static final List<String> WEIGHT = List.of("INSTANT", "NOCOPY", "INPLACE", "COPY");

    /** Empty where the statement defines nothing on a table that is there. */
    static Optional<Course> of(List<MysqlAction> actions, MysqlServer server, boolean foreignKeysUnchecked) {
        return actions.stream()
                .flatMap(action -> way(action, server, foreignKeysUnchecked).stream())
                .reduce((one, other) -> one.compareTo(other) >= 0 ? one : other)
                .map(way -> new Course(way, server.copiesOnline() ? Way.COPY_ONLINE : Way.COPY, asked(actions)));
    }

    static Optional<Way> way(MysqlAction action, MysqlServer server, boolean foreignKeysUnchecked) {
        boolean unchecked = foreignKeysUnchecked && action.is(MysqlOperation.ADD_FOREIGN_KEY);
        return unchecked ? Optional.of(Way.INPLACE) : action.operation().way(server);
    }

    /** Whether the server refuses what is asked for: it is lighter than what can be done. */
    boolean refused() {
        return asked.filter(WEIGHT::contains)
                .filter(algorithm -> way != Way.EXCLUSIVE && WEIGHT.indexOf(algorithm) < weight())
                .isPresent();
    }

    /** What will happen: a heavier algorithm may be asked for than is needed. */
    Way taken() {
        boolean heavier = asked.filter("COPY"::equals).isPresent() && way.compareTo(Way.COPY_ONLINE) < 0;
        return heavier ? copy : way;
    }

    private int weight() {
        boolean copyless = way == Way.INPLACE || way == Way.INPLACE_SHARED;
        return copyless ? WEIGHT.indexOf("NOCOPY") : WEIGHT.indexOf(way.algorithm());
    }

    private static Optional<String> asked(List<MysqlAction> actions) {
        return actions.stream()
                .map(MysqlAction::tree)
                .flatMap(tree -> tree.root().all("alterAlgorithmOption").stream())
                .map(SyntaxTree::words)
                .map(words -> words.get(words.size() - 1).toUpperCase(Locale.ROOT))
                .filter(word -> !word.equals("DEFAULT"))
                .findFirst();
    }
}
