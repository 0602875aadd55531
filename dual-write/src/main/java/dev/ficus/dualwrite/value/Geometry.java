package dev.ficus.dualwrite.value;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The structure of a geometry that PostgreSQL holds as EWKB, looked at before it goes to MySQL: there the servers differ
 * in what they look at themselves. Each refusal is an {@link UnconvertibleValue}.
 */
final class Geometry {
    private static final int POINT = 1;
    private static final int LINE = 2;
    private static final int POLYGON = 3;
    private static final int COLLECTION = 7;
    private static final int HAS_SRID = 0x2000_0000;
    private static final int HEAD = 5;

    private final ByteBuffer in;

    private Geometry(byte[] wkb) {
        in = ByteBuffer.wrap(wkb).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** MySQL's own form, the SRID before plain WKB. */
    static byte[] internal(byte[] extended) {
        if (extended.length < HEAD + 4 || extended[0] != 1) {
            throw noGeometry();
        }
        ByteBuffer from = ByteBuffer.wrap(extended).order(ByteOrder.LITTLE_ENDIAN);
        int type = from.getInt(1);
        boolean srid = (type & HAS_SRID) != 0;
        ByteBuffer to = ByteBuffer.allocate(srid ? extended.length : extended.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(srid ? from.getInt(HEAD) : 0).put((byte) 1).putInt(type & ~HAS_SRID);
        if (srid && to.getInt(0) == 0) {
            throw new UnconvertibleValue("the geometry has the SRID 0 written out; without it, it means the same");
        }
        int rest = srid ? HEAD + 4 : HEAD;
        return to.put(extended, rest, extended.length - rest).array();
    }

    /**
     * Looks at MySQL's form.
     *
     * @param kind the type that the column takes; 0 for every type
     */
    static void check(byte[] internal, int kind) {
        Geometry geometry = new Geometry(internal);
        try {
            geometry.in.getInt();
            geometry.one(kind);
        } catch (BufferUnderflowException e) {
            throw noGeometry();
        }
        if (geometry.in.hasRemaining()) {
            throw noGeometry();
        }
    }

    private void one(int kind) {
        if (in.get() != 1) {
            throw noGeometry();
        }
        int type = in.getInt();
        if (type < POINT || type > COLLECTION) {
            throw new UnconvertibleValue("the geometry has a third dimension, measures, or a type that MySQL has not");
        }
        if (kind != 0 && kind != type) {
            throw new UnconvertibleValue("the geometry is of another type than the column");
        }
        switch (type) {
            case POINT -> points(1);
            case LINE -> points(in.getInt());
            case POLYGON -> {
                for (int rings = in.getInt(); rings > 0; rings--) {
                    points(in.getInt());
                }
            }
            default -> {
                int part = type == COLLECTION ? 0 : type - POLYGON;
                for (int parts = in.getInt(); parts > 0; parts--) {
                    one(part);
                }
            }
        }
    }

    private void points(int count) {
        for (int i = 0; i < 2 * count; i++) {
            in.getDouble();
        }
    }

    private static UnconvertibleValue noGeometry() {
        return new UnconvertibleValue("the bytes are no geometry as little-endian EWKB");
    }
}
