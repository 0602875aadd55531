package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.Divergence;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Divergences;
import java.sql.Connection;
import java.sql.SQLException;

/** What becomes of a change that does not hit exactly one row. */
interface Misfits {
    /** How many are told as they are found, and which of the others. */
    int TOLD = 10;

    int TOLD_EVERY = 1_000;

    /** The stream stops. */
    Misfits STOP = (change, refusal) -> {
        throw refusal;
    };

    /**
     * Takes the change; returns where the stream goes on behind it.
     *
     * @param refusal STREAM_DIVERGED, which names the change
     */
    void diverged(RowChange change, FicusException refusal) throws SQLException;

    /** As the domain's settings say; a counted change is recorded inside the transaction that applies what follows it. */
    static Misfits of(Divergence divergence, Connection target, Checkpoint stream, Progress progress) {
        if (divergence == Divergence.STOP) {
            return STOP;
        }
        return (change, refusal) -> {
            String what = refusal.problem().what();
            long found = Divergences.add(target, stream, change.table().name(), what);
            if (found <= TOLD || found % TOLD_EVERY == 0) {
                progress.warning(stream.domain(), "divergence " + found + ", counted: " + what);
            }
        };
    }
}
