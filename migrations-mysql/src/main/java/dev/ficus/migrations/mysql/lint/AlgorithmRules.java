package dev.ficus.migrations.mysql.lint;

import static dev.ficus.migrations.mysql.lint.MysqlRules.finds;
import static dev.ficus.migrations.mysql.lint.MysqlRules.inUse;

import dev.ficus.migrations.sql.lint.Rule;
import dev.ficus.migrations.sql.lint.Scope;
import java.util.List;
import java.util.Optional;

/** Rules about the algorithm that the server takes. */
final class AlgorithmRules {
    private static final String TOOL = "run it with gh-ost or pt-online-schema-change, or when nobody writes to %s";

    private final MysqlServer server;

    private AlgorithmRules(MysqlServer server) {
        this.server = server;
    }

    static List<Rule<MysqlAction>> all(MysqlServer server) {
        AlgorithmRules rules = new AlgorithmRules(server);
        return List.of(
                Rule.warning("MY001", "the table is copied", rules::copied),
                Rule.warning("MY002", "writes wait although nothing is copied", rules::shared),
                Rule.info("MY003", "the table is rebuilt while writes go on", rules::rebuilt),
                Rule.info("MY004", "no ALGORITHM clause", rules::unasked),
                Rule.error("MY005", "an algorithm that the server refuses", rules::refused),
                Rule.warning("MY008", "a foreign key is added by copying the table", rules::foreignKey),
                Rule.warning(
                        "MY009",
                        "a table is converted to another character set",
                        finds(
                                "writes to %s wait while it is copied row by row",
                                TOOL, action -> action.is(MysqlOperation.CONVERT_CHARSET) && rules.copies(action))),
                Rule.warning(
                        "MY010",
                        "the type of a column is changed by copying the table",
                        finds(
                                "writes to %s wait while it is copied row by row",
                                "add a column of the new type, fill it in batches, and switch the application over; or "
                                        + TOOL,
                                action -> action.is(MysqlOperation.CHANGE_TYPE) && rules.copies(action))));
    }

    private Optional<Course> course(Scope<MysqlAction> scope) {
        return Course.of(inUse(scope).toList(), server, unchecked(scope));
    }

    private static boolean unchecked(Scope<MysqlAction> scope) {
        return scope.earlier().stream().anyMatch(action -> action.is(MysqlOperation.SKIP_FOREIGN_KEY_CHECKS));
    }

    private void copied(Scope<MysqlAction> scope, Rule.Hits hits) {
        boolean asked = course(scope)
                .filter(course -> course.taken() == Way.COPY && course.way() != Way.COPY)
                .isPresent();
        inUse(scope)
                .filter(action -> asked || (copies(action) && !hasOwnRule(action)))
                .limit(1)
                .forEach(action -> hits.add(
                        action.name(),
                        "writes to " + action.name() + " wait while it is copied row by row",
                        asked
                                ? "leave ALGORITHM=COPY out: the server can do it without a copy"
                                : TOOL.replace("%s", action.name())));
    }

    private boolean copies(MysqlAction action) {
        return action.operation().way(server).filter(Way.COPY::equals).isPresent();
    }

    private static boolean hasOwnRule(MysqlAction action) {
        return action.is(MysqlOperation.ADD_FOREIGN_KEY, MysqlOperation.CONVERT_CHARSET, MysqlOperation.CHANGE_TYPE);
    }

    private void shared(Scope<MysqlAction> scope, Rule.Hits hits) {
        course(scope)
                .filter(course -> course.taken() == Way.INPLACE_SHARED || course.taken() == Way.REBUILD_SHARED)
                .ifPresent(course -> first(scope, hits, "writes to %s wait until it is done", TOOL));
    }

    private void rebuilt(Scope<MysqlAction> scope, Rule.Hits hits) {
        course(scope)
                .filter(course -> course.taken().rebuildsOnline())
                .ifPresent(course -> first(
                        scope,
                        hits,
                        "%s is rebuilt beside itself: writes go on, it takes the disk once more, and replicas lag by as"
                                + " long as it takes",
                        "nothing, if the table is small; else " + TOOL));
    }

    private void unasked(Scope<MysqlAction> scope, Rule.Hits hits) {
        course(scope)
                .filter(course ->
                        course.way() != Way.EXCLUSIVE && course.asked().isEmpty())
                .filter(course -> !scope.text().stripLeading().regionMatches(true, 0, "OPTIMIZE", 0, 8))
                .ifPresent(course -> first(
                        scope,
                        hits,
                        "the server may choose a heavier way for %s without saying so; " + server.words()
                                + " can do it with " + course.way().mode(),
                        "write ALGORITHM=" + course.way().algorithm()
                                + (course.way() == Way.INSTANT
                                        ? ""
                                        : ", LOCK=" + course.way().lock())
                                + " behind it: where that cannot be, the server refuses at once"));
    }

    private void refused(Scope<MysqlAction> scope, Rule.Hits hits) {
        course(scope)
                .filter(Course::refused)
                .ifPresent(course -> first(
                        scope,
                        hits,
                        server.words() + " refuses ALGORITHM=" + course.asked().orElseThrow() + " here",
                        "write ALGORITHM=" + course.way().algorithm() + ", LOCK="
                                + course.way().lock()));
    }

    private void foreignKey(Scope<MysqlAction> scope, Rule.Hits hits) {
        inUse(scope)
                .filter(action -> action.is(MysqlOperation.ADD_FOREIGN_KEY) && copies(action) && !unchecked(scope))
                .forEach(action -> hits.add(
                        action.name(),
                        "writes to " + action.name() + " wait while it is copied row by row and each row is looked up",
                        "write SET SESSION foreign_key_checks = 0 before it and = 1 behind it: it is then added in place,"
                                + " and the rows that are there are not checked"));
    }

    private static void first(Scope<MysqlAction> scope, Rule.Hits hits, String what, String fix) {
        inUse(scope)
                .limit(1)
                .forEach(action ->
                        hits.add(action.name(), what.replace("%s", action.name()), fix.replace("%s", action.name())));
    }
}
