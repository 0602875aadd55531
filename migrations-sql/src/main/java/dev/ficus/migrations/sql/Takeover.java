package dev.ficus.migrations.sql;

import dev.ficus.core.history.BaselineReport.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the record of another tool comes to in this history. Filled row by row; nothing of it is written before all rows
 * have been read and none is refused.
 */
final class Takeover {
    private final List<Adopted> adopted = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    /**
     * A change that ran there.
     *
     * @param was its identity in DATABASECHANGELOG, where Liquibase has recorded it
     */
    record Adopted(SqlChange change, RunRecord run, Optional<ChangeKey> was) {
        Adopted(SqlChange change, RunRecord run) {
            this(change, run, Optional.empty());
        }
    }

    /**
     * An entry that cannot be taken over, and keeps all others back.
     *
     * @param what what is wrong with it
     * @param fix what the reader does next
     */
    record Refusal(String what, String fix) {}

    void adopt(Adopted change) {
        adopted.add(change);
    }

    void leaveOut(String entry, String reason) {
        leftOut.add(new LeftOut(entry, reason));
    }

    void refuse(String what, String fix) {
        refusals.add(new Refusal(what, fix));
    }

    /** In the order in which they ran. */
    List<Adopted> adopted() {
        return adopted;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    List<Refusal> refusals() {
        return refusals;
    }
}
