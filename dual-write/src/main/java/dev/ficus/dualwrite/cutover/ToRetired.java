package dev.ficus.dualwrite.cutover;

import java.sql.Connection;
import java.util.List;

/** Postgres to retired: the reverse stream ends, and with it the way back. MySQL keeps its fence and its last rows. */
record ToRetired(Site site, CutoverOptions options) implements Walk {

    @Override
    public List<Gate> gates() {
        boolean confirmed = options.confirm().filter(site.name()::equals).isPresent();
        return List.of(
                confirmed
                        ? Gate.open("confirmation", "the name of the domain was typed")
                        : Gate.refused(
                                "confirmation",
                                "this ends the way back to MySQL, and the name of the domain was not typed",
                                "domain " + site.name(),
                                "ficus cutover finish " + site.name() + " --confirm " + site.name()));
    }

    @Override
    public List<Step> before() {
        return List.of();
    }

    @Override
    public String commitText() {
        return "change the phase";
    }

    @Override
    public String commit(Connection postgres) {
        return "there is no way back from here";
    }

    @Override
    public boolean opensAtCommit() {
        return true;
    }

    @Override
    public List<Step> after() {
        return List.of(Step.of(
                "reverse-ended",
                "end the reverse stream, drop its slot and publication",
                () -> BackToMirroring.endReverse(site)));
    }

    @Override
    public void undo() {}
}
