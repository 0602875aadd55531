package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.util.Optional;

/**
 * How much room the cells of a column take in a row image: always the same, or a length (little-endian) before them.
 * The layouts are those of MySQL's {@code Field::pack} and of its table map event.
 *
 * @param size how many bytes a cell has; those of the length where one stands before the cell
 * @param measured whether a length stands before the cell
 */
public record ImageCell(int size, boolean measured) {
    private static final int DIGITS_OF_GROUP = 9;
    private static final int BYTES_OF_GROUP = 4;
    /** By the number of digits of a decimal's group that is not full. */
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    /**
     * The room of this type; empty where it is not known.
     *
     * @param type the real type: ENUM and SET, where the log says STRING
     */
    public static Optional<ImageCell> of(ColumnType type, int metadata) {
        return switch (type) {
            case NULL -> fixed(0);
            case TINY, YEAR -> fixed(1);
            case SHORT -> fixed(2);
            case INT24, DATE, NEWDATE, TIME -> fixed(3);
            case LONG, FLOAT, TIMESTAMP -> fixed(4);
            case LONGLONG, DOUBLE, DATETIME -> fixed(8);
            case TIME_V2 -> fixed(3 + fraction(metadata));
            case TIMESTAMP_V2 -> fixed(4 + fraction(metadata));
            case DATETIME_V2 -> fixed(5 + fraction(metadata));
            case NEWDECIMAL -> fixed(digits((metadata & 0xFF) - (metadata >> 8)) + digits(metadata >> 8));
            case BIT -> fixed((metadata >> 8) + ((metadata & 0xFF) + 7) / 8);
            case ENUM, SET ->
                (metadata & 0xFF) < 1 || (metadata & 0xFF) > 8 ? Optional.empty() : fixed(metadata & 0xFF);
            case STRING -> measured(ofString(metadata) < 256 ? 1 : 2);
            case VARCHAR, VAR_STRING -> measured(metadata < 256 ? 1 : 2);
            case BLOB, JSON, GEOMETRY, VECTOR -> measured(metadata);
            default -> Optional.empty();
        };
    }

    /** Where the cell that begins at {@code at} ends; beyond {@code end} where it is cut off there. */
    public long end(byte[] image, int at, int end) {
        if (!measured) {
            return (long) at + size;
        }
        return at + size > end ? Long.MAX_VALUE : at + size + length(image, at);
    }

    /** Where the bytes of a cell begin, behind their length. */
    int content(int at) {
        return measured ? at + size : at;
    }

    /** Where the cell ends. */
    int end(byte[] image, int at) {
        return Math.toIntExact(measured ? at + size + length(image, at) : at + size);
    }

    private long length(byte[] image, int at) {
        return ImageNumbers.littleEndian(image, at, size);
    }

    private static Optional<ImageCell> fixed(int size) {
        return Optional.of(new ImageCell(size, false));
    }

    private static Optional<ImageCell> measured(int bytes) {
        return bytes < 1 || bytes > 4 ? Optional.empty() : Optional.of(new ImageCell(bytes, true));
    }

    /** The fraction of a second is stored in bytes of two digits each. */
    static int fraction(int digits) {
        return (digits + 1) / 2;
    }

    /** The room of so many digits of a decimal on one side of its point. */
    static int digits(int digits) {
        return digits / DIGITS_OF_GROUP * BYTES_OF_GROUP + BYTES_OF_DIGITS[digits % DIGITS_OF_GROUP];
    }

    /** The longest length of a CHAR: two of its bits stand, inverted, in the byte of the type. */
    private static int ofString(int metadata) {
        int type = metadata >> 8;
        return type == 0 ? metadata : metadata & 0xFF | ((type & 0x30 ^ 0x30) << 4);
    }
}
