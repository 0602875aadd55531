package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Between dual-write and postgres: the owner stays, so nothing is fenced and no write waits; only legacy reads move. The
 * way back asks that MySQL be fresh.
 */
record ChangeOfReads(Site site, Phase to, CutoverOptions options) implements Walk {

    @Override
    public List<Gate> gates() throws SQLException {
        return to == Phase.DUAL_WRITE ? List.of(new Gates(site, options).stream(Direction.REVERSE)) : List.of();
    }

    @Override
    public List<Step> before() {
        return List.of();
    }

    @Override
    public String commitText() {
        return "change the phase: legacy reads go to " + (to == Phase.DUAL_WRITE ? "MySQL" : "PostgreSQL");
    }

    @Override
    public String commit(Connection postgres) {
        return commitText();
    }

    @Override
    public boolean opensAtCommit() {
        return true;
    }

    @Override
    public List<Step> after() {
        return List.of();
    }

    @Override
    public void undo() {}
}
