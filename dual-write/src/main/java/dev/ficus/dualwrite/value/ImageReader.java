package dev.ficus.dualwrite.value;

/**
 * Turns cells of one column, as the row images of the binlog hold them, into PostgreSQL text, without an object per
 * cell. It may hold scratch space: one for each column and thread. NULL never reaches it.
 */
public interface ImageReader {
    /** What {@link #read} returns where the user chose NULL for such a value; the caller skips the cell itself. */
    int NULL = -1;

    /**
     * Writes the PostgreSQL text of the cell, not escaped, and returns where the next cell begins; or {@link #NULL}.
     *
     * @throws UnconvertibleValue where PostgreSQL has no such value
     */
    int read(byte[] image, int at, CellBuffer out);
}
