package dev.ficus.migrations.sql;

import dev.ficus.core.history.MigrationPlan.Direction;
import dev.ficus.core.history.PlanOptions;
import dev.ficus.core.history.Target;

/**
 * The commands that messages print, in full.
 *
 * @param database the name of the database in {@code ficus.yaml}
 */
record Commands(String database) {

    String status() {
        return "ficus migrate status --db " + database;
    }

    String history() {
        return "ficus migrate history --db " + database;
    }

    /** To which the option is added. */
    String repair(ChangeKey key) {
        return "ficus migrate repair --db " + database + " --change " + quoted(reference(key));
    }

    /** An id is unique among plain files, and often is not in Liquibase's formats. */
    private static String reference(ChangeKey key) {
        return key.author().isEmpty() ? key.id() : key.file() + "::" + key.id();
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:@-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    String plan(PlanOptions options) {
        String down = options.direction() == Direction.DOWN ? " --down" : "";
        return "ficus migrate plan --db " + database + down + target(options.target()) + late(options.outOfOrder());
    }

    String up(Target target, boolean outOfOrder) {
        return "ficus migrate up --db " + database + target(target) + late(outOfOrder);
    }

    String down(Target target) {
        return "ficus migrate down --db " + database + target(target) + " --yes";
    }

    private static String late(boolean outOfOrder) {
        return outOfOrder ? " --out-of-order" : "";
    }

    private static String target(Target target) {
        if (target instanceof Target.To to) {
            return " --to " + quoted(to.change());
        }
        return target instanceof Target.Steps steps ? " --steps " + steps.count() : "";
    }
}
