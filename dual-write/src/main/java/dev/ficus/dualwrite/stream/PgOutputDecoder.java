package dev.ficus.dualwrite.stream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes pgoutput messages. The layouts are those of "Logical Replication Message Formats" in PostgreSQL's manual.
 * Throws {@link IllegalStateException} at anything that is not of protocol version 1.
 */
final class PgOutputDecoder {
    private PgOutputDecoder() {}

    /** @param in one message, read to its end */
    static PgOutput decode(ByteBuffer in) {
        byte type = in.get();
        try {
            return decode(type, in);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("pgoutput sent a message of type " + (char) type + " that is cut off", e);
        }
    }

    private static PgOutput decode(byte type, ByteBuffer in) {
        return switch (type) {
            case 'B' -> new PgOutput.Begin();
            case 'C' -> commit(in);
            case 'R' -> relation(in);
            case 'I' -> ended(in, insert(in));
            case 'U' -> ended(in, update(in));
            case 'D' -> ended(in, delete(in));
            case 'T' -> truncate(in);
            case 'Y', 'O', 'M' -> new PgOutput.Other();
            default -> throw new IllegalStateException("pgoutput sent a message of the unknown type " + (char) type);
        };
    }

    private static PgOutput commit(ByteBuffer in) {
        in.get(); // flags
        in.getLong(); // the commit record
        return new PgOutput.Commit(in.getLong());
    }

    private static PgOutput relation(ByteBuffer in) {
        int id = in.getInt();
        String schema = string(in);
        String name = string(in);
        in.get(); // replica identity, which the columns tell too
        List<String> columns = new ArrayList<>();
        List<String> identity = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            boolean identifies = (in.get() & 1) != 0;
            String column = string(in);
            columns.add(column);
            if (identifies) {
                identity.add(column);
            }
            in.getInt(); // type
            in.getInt(); // type modifier
        }
        return new PgOutput.Relation(id, schema.isEmpty() ? "pg_catalog" : schema, name, columns, identity);
    }

    private static PgOutput insert(ByteBuffer in) {
        int relation = in.getInt();
        expect(in, 'N');
        return new PgOutput.Insert(relation, PgTuple.read(in));
    }

    private static PgOutput update(ByteBuffer in) {
        int relation = in.getInt();
        byte kind = in.get();
        PgTuple before = null;
        if (kind == 'K' || kind == 'O') {
            before = PgTuple.read(in);
            kind = in.get();
        }
        if (kind != 'N') {
            throw new IllegalStateException("pgoutput sent an update without the new row");
        }
        return new PgOutput.Update(relation, before, PgTuple.read(in));
    }

    private static PgOutput delete(ByteBuffer in) {
        int relation = in.getInt();
        byte kind = in.get();
        if (kind != 'K' && kind != 'O') {
            throw new IllegalStateException("pgoutput sent a delete without the old key");
        }
        return new PgOutput.Delete(relation, PgTuple.read(in));
    }

    private static PgOutput truncate(ByteBuffer in) {
        int count = in.getInt();
        in.get(); // options
        List<Integer> relations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            relations.add(in.getInt());
        }
        return new PgOutput.Truncate(relations);
    }

    private static PgOutput ended(ByteBuffer in, PgOutput row) {
        if (in.hasRemaining()) {
            throw new IllegalStateException("pgoutput sent a row that is longer than its values");
        }
        return row;
    }

    private static String string(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // to the terminating zero
        }
        byte[] bytes = new byte[in.position() - start - 1];
        in.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void expect(ByteBuffer in, char kind) {
        byte got = in.get();
        if (got != kind) {
            throw new IllegalStateException("pgoutput sent " + (char) got + " in place of " + kind);
        }
    }
}
