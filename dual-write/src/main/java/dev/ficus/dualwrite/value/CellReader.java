package dev.ficus.dualwrite.value;

/**
 * Turns cells of one column, as MySQL's text protocol delivers them, into PostgreSQL text, without an object per cell
 * where the type allows it. It may hold scratch space: one for each column and thread. NULL never reaches it.
 */
@FunctionalInterface
public interface CellReader {
    /** For types whose texts are the same on both sides, in ASCII. */
    CellReader SAME = (from, start, end, out) -> {
        out.put(from, start, end);
        return true;
    };

    /**
     * Writes the PostgreSQL text of the cell, not escaped.
     *
     * @param from holds the cell from {@code start} to before {@code end}
     * @return false where the user chose NULL for such a value; nothing was written then
     * @throws UnconvertibleValue where PostgreSQL has no such value
     */
    boolean read(byte[] from, int start, int end, CellBuffer out);
}
