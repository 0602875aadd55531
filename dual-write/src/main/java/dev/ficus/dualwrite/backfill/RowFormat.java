package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlRows;
import dev.ficus.dualwrite.value.CellBuffer;

/** How rows go into COPY. */
interface RowFormat {
    /** The option of the statement; empty for the format that needs none. */
    String option();

    /** What comes before the first row. */
    void begin(CellBuffer out);

    /**
     * Writes the row at hand.
     *
     * @throws FicusException VALUE_NOT_CONVERTIBLE with column and key; a part of the row may be written then
     * @throws IrregularText where this format has no form for a value
     */
    void write(MysqlRows rows, CellBuffer out) throws IrregularText;

    /** What comes behind the last row. */
    void end(CellBuffer out);

    /** A value that the server has to read from its text. */
    final class IrregularText extends Exception {
        private static final long serialVersionUID = 1;

        IrregularText() {
            super("a text of another form", null, false, false);
        }
    }
}
