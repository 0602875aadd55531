package dev.ficus.dualwrite.backfill;

import dev.ficus.dualwrite.value.CellBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Writes PostgreSQL text of one type in the binary format of COPY, without its length. The formats are those that the
 * {@code ..._recv} functions of the server read (manual, "COPY", section "Binary Format", which refers to them).
 *
 * <p>Only the usual form of a text is understood. For every other one, also where it is a mistake, false is given back and the
 * server has to read the text itself: so a value is taken or refused as in the text format, with the same words.
 */
@FunctionalInterface
interface BinaryCell {
    /** For types whose binary format is their text. */
    BinaryCell TEXT = (from, start, end, out) -> {
        out.put(from, start, end);
        return true;
    };

    /** By the name in {@code pg_type}. Floating point numbers are missing: reading their text needs an object for each. */
    Map<String, BinaryCell> BY_TYPE = Map.ofEntries(
            Map.entry("text", TEXT),
            Map.entry("varchar", TEXT),
            Map.entry("json", TEXT),
            Map.entry("bool", BinaryCell::bool),
            Map.entry("bytea", BinaryBytes::bytea),
            Map.entry("uuid", BinaryBytes::uuid),
            Map.entry("int2", (from, start, end, out) -> BinaryNumbers.whole(from, start, end, out, Short.BYTES)),
            Map.entry("int4", (from, start, end, out) -> BinaryNumbers.whole(from, start, end, out, Integer.BYTES)),
            Map.entry("int8", (from, start, end, out) -> BinaryNumbers.whole(from, start, end, out, Long.BYTES)),
            Map.entry("numeric", BinaryNumbers::numeric),
            Map.entry("date", BinaryDates::date),
            Map.entry("timestamp", BinaryDates::timestamp),
            Map.entry("timestamptz", BinaryDates::timestamptz));

    /**
     * Writes the cell.
     *
     * @return false where the text has another form; some bytes may be written then
     */
    boolean write(byte[] from, int start, int end, CellBuffer out);

    /** Of a type of {@code pg_catalog} with this name; empty where its text has to do. */
    static Optional<BinaryCell> of(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    private static boolean bool(byte[] from, int start, int end, CellBuffer out) {
        if (end - start != 1 || (from[start] != 't' && from[start] != 'f')) {
            return false;
        }
        out.put(from[start] == 't' ? 1 : 0);
        return true;
    }
}
