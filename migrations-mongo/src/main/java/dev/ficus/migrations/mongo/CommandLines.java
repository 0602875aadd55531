package dev.ficus.migrations.mongo;

import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;

/**
 * The commands of Ficus that messages print, in full.
 *
 * @param database the name of the database in {@code ficus.yaml}
 */
record CommandLines(String database) {

    String up() {
        return "ficus migrate up --db " + database;
    }

    String down(Target target) {
        return "ficus migrate down --db " + database + target(target) + " --yes";
    }

    String plan(PlanOptions options) {
        return "ficus migrate plan --db " + database + (options.direction() == Direction.DOWN ? " --down" : "")
                + target(options.target()) + (options.outOfOrder() ? " --out-of-order" : "");
    }

    /** To which the option is added. */
    String repair(MongoChange.ChangeKey key) {
        return "ficus migrate repair --db " + database + " --change " + quoted(key.id());
    }

    private static String target(Target target) {
        if (target instanceof Target.To to) {
            return " --to " + quoted(to.change());
        }
        return target instanceof Target.Steps steps ? " --steps " + steps.count() : "";
    }

    /** As a shell has to get it. */
    private static String quoted(String word) {
        return word.matches("[\\w./:@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
