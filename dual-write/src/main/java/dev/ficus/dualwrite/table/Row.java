package dev.ficus.dualwrite.table;

import dev.ficus.dualwrite.value.CellBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some values of one row as PostgreSQL text: those of all columns in the order of the table, or those of the primary key
 * in its order. The texts stand behind one another in UTF-8. A value may be NULL, or may not have been sent by the source
 * because it did not change (TOAST). Immutable; equal where all values are.
 */
public final class Row {
    private static final int NULL = 1 << 31;
    private static final int UNSENT = 1 << 30;
    private static final int END = UNSENT - 1;

    private final byte[] bytes;
    /** Of each value, where it ends in {@code bytes}, with one of the flags above. */
    private final int[] ends;

    private Row(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    /** A row of these texts, all of them sent. */
    public static Row of(@Nullable String... values) {
        Builder builder = new Builder(values.length);
        for (String value : values) {
            if (value == null) {
                builder.addNull();
            } else {
                builder.buffer().put(value);
                builder.add();
            }
        }
        return builder.build();
    }

    /** Builds rows, one after the other. Used by one thread. */
    public static final class Builder {
        private final CellBuffer buffer = new CellBuffer(256);
        private final int[] ends;
        private int count;

        /** @param size how many values each row has */
        public Builder(int size) {
            ends = new int[size];
        }

        /** Where the text of the next value is written, before {@link #add}. */
        public CellBuffer buffer() {
            return buffer;
        }

        /** The value is what was written since the last one. */
        public void add() {
            add(0);
        }

        /** The value is NULL; what was written for it is forgotten. */
        public void addNull() {
            forget();
            add(NULL);
        }

        /** The source did not send the value. */
        public void addUnsent() {
            forget();
            add(UNSENT);
        }

        /** The row; the builder is empty again. */
        public Row build() {
            if (count != ends.length) {
                throw new IllegalStateException("a row of " + ends.length + " values got " + count);
            }
            Row row = new Row(buffer.toByteArray(), ends.clone());
            clear();
            return row;
        }

        /** Forgets a row that was begun. */
        public void clear() {
            buffer.clear();
            count = 0;
        }

        private void forget() {
            buffer.truncate(count == 0 ? 0 : ends[count - 1] & END);
        }

        private void add(int flag) {
            if (buffer.length() > END) {
                throw new IllegalStateException("a row of more than 1 GiB of text");
            }
            ends[count++] = buffer.length() | flag;
        }
    }

    /** The text of a value; null where it is NULL. */
    public @Nullable String value(int index) {
        return isNull(index)
                ? null
                : new String(bytes, start(index), end(index) - start(index), StandardCharsets.UTF_8);
    }

    public boolean isNull(int index) {
        return (ends[index] & NULL) != 0;
    }

    /** Whether the source sent this value. */
    public boolean sent(int index) {
        return (ends[index] & UNSENT) == 0;
    }

    /** Whether the source sent all values. */
    public boolean whole() {
        for (int i = 0; i < ends.length; i++) {
            if (!sent(i)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of all texts; read only. A value stands from {@link #start} to before {@link #end}. */
    public byte[] bytes() {
        return bytes;
    }

    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1] & END;
    }

    public int end(int index) {
        return ends[index] & END;
    }

    /** How many values the row has. */
    public int size() {
        return ends.length;
    }

    /** The values of the primary key of a row that has all columns; they are never NULL. */
    public Row key(Table table) {
        int[] places = new int[table.key().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = table.keyPlaces().get(i);
        }
        return key(places);
    }

    /** As {@link #key(Table)}, where its {@link Table#keyPlaces} were prepared. */
    public Row key(int[] places) {
        int length = 0;
        for (int place : places) {
            if (isNull(place) || !sent(place)) {
                throw new IllegalStateException("column " + place + " belongs to the key and has no value");
            }
            length += end(place) - start(place);
        }
        byte[] packed = new byte[length];
        int[] packedEnds = new int[places.length];
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            int start = start(places[i]);
            int size = end(places[i]) - start;
            System.arraycopy(bytes, start, packed, at, size);
            at += size;
            packedEnds[i] = at;
        }
        return new Row(packed, packedEnds);
    }

    /** This row, with the values of an earlier one where the source did not send them again. */
    public Row over(Row earlier) {
        if (whole()) {
            return this;
        }
        Builder builder = new Builder(size());
        for (int i = 0; i < size(); i++) {
            Row from = sent(i) ? this : earlier;
            if (!from.sent(i)) {
                builder.addUnsent();
            } else if (from.isNull(i)) {
                builder.addNull();
            } else {
                builder.buffer().put(from.bytes, from.start(i), from.end(i));
                builder.add();
            }
        }
        return builder.build();
    }

    /** The values as texts, where none is NULL: those of a key. */
    public List<String> texts() {
        return IntStream.range(0, size())
                .mapToObj(index -> Objects.requireNonNull(value(index)))
                .toList();
    }

    /** Writes it as bytes, from which {@link #unpack} makes an equal row. */
    public void pack(CellBuffer out) {
        out.reserve(8 + 4 * ends.length + bytes.length);
        ByteBuffer numbers = ByteBuffer.wrap(out.bytes(), out.length(), 8 + 4 * ends.length);
        numbers.putInt(ends.length).putInt(bytes.length);
        for (int end : ends) {
            numbers.putInt(end);
        }
        out.advance(8 + 4 * ends.length);
        out.put(bytes);
    }

    /** The row that {@link #pack} wrote. */
    public static Row unpack(ByteBuffer in) {
        int[] ends = new int[in.getInt()];
        byte[] bytes = new byte[in.getInt()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = in.getInt();
        }
        in.get(bytes);
        return new Row(bytes, ends);
    }

    /** About the bytes that it holds in memory. */
    public long weight() {
        return 56L + bytes.length + 4L * ends.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(ends, row.ends) && Arrays.equals(bytes, row.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(ends);
    }

    /** How many values; never the values, which may be private. */
    @Override
    public String toString() {
        return "Row of " + ends.length + " values";
    }
}
