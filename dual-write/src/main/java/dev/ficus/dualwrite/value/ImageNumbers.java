package dev.ficus.dualwrite.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole numbers of row images, and readers that write them in digits. */
final class ImageNumbers {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private ImageNumbers() {}

    /** @param bytes 1 to 8; fewer than 8 give no negative number */
    static long littleEndian(byte[] image, int at, int bytes) {
        if (bytes == Long.BYTES) {
            return (long) LONG.get(image, at);
        }
        if (bytes == Integer.BYTES) {
            return (int) INT.get(image, at) & 0xFFFF_FFFFL;
        }
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | image[at + i] & 0xFF;
        }
        return number;
    }

    /** @param bytes 0 to 8; fewer than 8 give no negative number */
    static long bigEndian(byte[] image, int at, int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | image[at + i] & 0xFF;
        }
        return number;
    }

    static ImageReader signed(int bytes) {
        int unused = Long.SIZE - bytes * Byte.SIZE;
        return (image, at, out) -> {
            out.putNumber(littleEndian(image, at, bytes) << unused >> unused);
            return at + bytes;
        };
    }

    static ImageReader unsigned(int bytes) {
        return (image, at, out) -> {
            putUnsigned(littleEndian(image, at, bytes), out);
            return at + bytes;
        };
    }

    /** All 64 bits are digits. */
    static void putUnsigned(long number, CellBuffer out) {
        if (number >= 0) {
            out.putNumber(number);
        } else {
            long tenth = Long.divideUnsigned(number, 10);
            out.putNumber(tenth);
            out.put('0' + (int) (number - tenth * 10));
        }
    }
}
