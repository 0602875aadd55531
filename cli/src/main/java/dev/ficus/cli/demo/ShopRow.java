package dev.ficus.cli.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row as an application wrote it, or as a database holds it. Two rows are equal when key, version and every cell are.
 *
 * @param version 1 when inserted, one more with each update
 * @param cells the canonical texts, in the order of {@link ShopTable#columns}
 */
record ShopRow(RowKey key, long version, List<@Nullable String> cells) {
    private static final int HASH_BYTES = 8;

    ShopRow {
        cells = Collections.unmodifiableList(new ArrayList<>(cells));
    }

    /** A new row; its key is {@link RowKey#UNNUMBERED} where the database gives it. */
    static ShopRow inserted(RowKey key, @Nullable String... cells) {
        return new ShopRow(key, 1, Arrays.asList(cells));
    }

    ShopTable table() {
        return key.table();
    }

    /** A cell that is never NULL. */
    String cell(String column) {
        return Objects.requireNonNull(cells.get(table().index(column)), column);
    }

    /** The same row with the key that the database gave it. */
    ShopRow numbered(long id) {
        return new ShopRow(new RowKey(table(), id, key.line()), version, cells);
    }

    /** The row after an update of one cell; the version says that there was one. */
    ShopRow updated(String column, String value) {
        return new ShopRow(key, version + 1, replaced(column, value));
    }

    /** The same version with another cell: for an update of several. */
    ShopRow and(String column, String value) {
        return new ShopRow(key, version, replaced(column, value));
    }

    /** The first 64 bits of SHA-256 over all cells, in hex: names the content in the ledger's file without showing it. */
    String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(cells.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private List<@Nullable String> replaced(String column, String value) {
        List<@Nullable String> copy = new ArrayList<>(cells);
        copy.set(table().index(column), value);
        return copy;
    }
}
