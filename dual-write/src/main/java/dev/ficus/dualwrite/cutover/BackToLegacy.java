package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.Checkpoints;
import dev.ficus.dualwrite.control.Direction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Mirroring to legacy: the copy in PostgreSQL is no longer fed. It stays fenced, so that nobody takes it for the real
 * thing, and the record of its backfill goes, so that the next one begins anew.
 */
record BackToLegacy(Site site) implements Walk {

    @Override
    public List<Gate> gates() {
        return List.of();
    }

    @Override
    public List<Step> before() {
        return List.of();
    }

    @Override
    public String commitText() {
        return "change the phase, end the forward stream and forget the backfill, in one transaction";
    }

    @Override
    public String commit(Connection postgres) throws SQLException {
        Checkpoints.remove(postgres, site.name(), Direction.FORWARD);
        site.journal().handle().execute("DELETE FROM ficus.chunk WHERE domain = ?", site.name());
        site.journal().handle().execute("DELETE FROM ficus.backfill WHERE domain = ?", site.name());
        return "the copy stays in PostgreSQL, fenced";
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
