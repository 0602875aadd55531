package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.value.CellBuffer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of a row in the order of the relation's columns, as they stand in the message: no value is an object. Valid
 * as long as the message.
 */
final class PgTuple {
    private static final int NULL = -1;
    private static final int UNCHANGED = -2;

    private final byte[] message;
    /** Of each value, where it begins, or one of the marks above; and where it ends. */
    private final int[] starts;

    private final int[] ends;

    private PgTuple(byte[] message, int size) {
        this.message = message;
        this.starts = new int[size];
        this.ends = new int[size];
    }

    /** Reads the tuple that begins here. */
    static PgTuple read(ByteBuffer in) {
        int size = in.getShort();
        if (size < 0) {
            throw new IllegalStateException("pgoutput sent a row of " + size + " values");
        }
        PgTuple tuple = new PgTuple(in.array(), size);
        for (int i = 0; i < size; i++) {
            tuple.take(i, in);
        }
        return tuple;
    }

    private void take(int i, ByteBuffer in) {
        byte kind = in.get();
        switch (kind) {
            case 'n' -> starts[i] = NULL;
            case 'u' -> starts[i] = UNCHANGED;
            case 't' -> {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new BufferUnderflowException();
                }
                starts[i] = in.arrayOffset() + in.position();
                ends[i] = starts[i] + length;
                in.position(in.position() + length);
            }
            default -> throw new IllegalStateException("pgoutput sent a value of the unknown kind " + (char) kind);
        }
    }

    int size() {
        return starts.length;
    }

    boolean isNull(int column) {
        return starts[column] == NULL;
    }

    /** Whether the source did not send the value because it did not change (TOAST). */
    boolean unchanged(int column) {
        return starts[column] == UNCHANGED;
    }

    /** Writes the text of a value that was sent and is not NULL. */
    void put(int column, CellBuffer out) {
        out.put(message, starts[column], ends[column]);
    }

    /** The text of a value; null where it is NULL or was not sent. */
    @Nullable
    String text(int column) {
        return starts[column] < 0
                ? null
                : new String(message, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
    }
}
