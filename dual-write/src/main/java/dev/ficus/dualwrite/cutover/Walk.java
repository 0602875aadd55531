package dev.ficus.dualwrite.cutover;

import dev.ficus.dualwrite.control.DomainState;
import dev.ficus.dualwrite.control.Phase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The way from one phase to a neighbour. */
sealed interface Walk permits ToDualWrite, BackToMirroring, ChangeOfReads, BackToLegacy, ToRetired {

    /** The walk between two phases; empty where they are no neighbours. */
    static Optional<Walk> between(Phase from, Phase to, Site site, DomainState state, CutoverOptions options) {
        return Optional.ofNullable(
                switch (from) {
                    case MIRRORING ->
                        switch (to) {
                            case DUAL_WRITE -> new ToDualWrite(site, state, options);
                            case LEGACY -> new BackToLegacy(site);
                            default -> null;
                        };
                    case DUAL_WRITE ->
                        switch (to) {
                            case MIRRORING -> new BackToMirroring(site, state, options);
                            case POSTGRES -> new ChangeOfReads(site, to, options);
                            default -> null;
                        };
                    case POSTGRES ->
                        switch (to) {
                            case DUAL_WRITE -> new ChangeOfReads(site, to, options);
                            case RETIRED -> new ToRetired(site, options);
                            default -> null;
                        };
                    case LEGACY, RETIRED -> null;
                });
    }

    /** All conditions, with today's figures. Changes nothing but the domain's beat. */
    List<Gate> gates() throws SQLException;

    /** What is done before the journal's commit, and can be undone. */
    List<Step> before();

    /** What the commit does, for the plan. */
    String commitText();

    /**
     * What commits together with the phase, in that transaction; returns the journal's detail.
     *
     * @param postgres the connection of that transaction
     */
    String commit(Connection postgres) throws SQLException;

    /** Whether writes are taken again from the commit on. */
    boolean opensAtCommit();

    /** What is left to do behind the commit, and is done again after a crash. */
    List<Step> after();

    /** Brings everything back to where it was, however far {@link #before} has come. Safe to run again. */
    void undo() throws SQLException;
}
