package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * {@code uuid} by choice, for {@code binary(16)} and for text of 36 characters. PostgreSQL prints small letters, so a text
 * in capitals is refused: the way back would change it.
 *
 * @param charset of the text; empty for {@code binary(16)}
 */
record UuidValue(Optional<MysqlCharset> charset) implements Value {
    private static final int TEXT_LENGTH = 36;
    /** Bytes between the dashes. */
    private static final int[] PARTS = {4, 2, 2, 2, 6};

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final HexFormat HEX = HexFormat.of();

    static UuidValue ofBytes() {
        return new UuidValue(Optional.empty());
    }

    static UuidValue ofText(Choice choice, MysqlCharset charset) {
        if (choice.type().length() != TEXT_LENGTH || !choice.type().name().endsWith("char")) {
            throw choice.cannotBecome("text, varchar(n), bytea, json, jsonb; a uuid has 36 characters or 16 bytes");
        }
        choice.only();
        return new UuidValue(Optional.of(charset));
    }

    @Override
    public String postgresType() {
        return "uuid";
    }

    @Override
    public String mysqlSelect(String column) {
        return charset.isPresent() && charset.get().isUtf8() ? column : "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        if (charset.isEmpty()) {
            return dashed(text);
        }
        return text(charset.get().isUtf8() ? text : charset.get().decode(HEX.parseHex(text)));
    }

    @Override
    public String copySelect(String column) {
        return charset.isEmpty() || charset.get().isUtf8() ? column : "cast(" + column + " as binary)";
    }

    @Override
    public CellReader copyReader() {
        return charset.isEmpty() ? UuidValue::dashed : this::read;
    }

    private boolean read(byte[] from, int start, int end, CellBuffer out) {
        int first = out.length();
        charset.orElseThrow().decode(from, start, end, out);
        if (!isUuid(out.bytes(), first, out.length())) {
            throw none();
        }
        return true;
    }

    private static boolean isUuid(byte[] text, int start, int end) {
        boolean fits = end - start == TEXT_LENGTH;
        for (int i = 0; fits && i < TEXT_LENGTH; i++) {
            byte b = text[start + i];
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            fits = dash ? b == '-' : b >= '0' && b <= '9' || b >= 'a' && b <= 'f';
        }
        return fits;
    }

    private static boolean dashed(byte[] from, int start, int end, CellBuffer out) {
        int at = start;
        for (int length : PARTS) {
            if (at > start) {
                out.put('-');
            }
            Hexadecimal.put(from, at, at + length, out);
            at += length;
        }
        return true;
    }

    private static UnconvertibleValue none() {
        return new UnconvertibleValue("the text is no UUID in small letters");
    }

    /** The binlog drops the zero bytes at the end of a {@code binary}. */
    @Override
    public String fromBinlog(Serializable value) {
        byte[] bytes = (byte[]) value;
        return charset.map(set -> text(set.decode(bytes)))
                .orElseGet(() -> dashed(HEX.formatHex(Arrays.copyOf(bytes, 16))));
    }

    private static String text(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw none();
        }
        return text;
    }

    private static String dashed(String hex) {
        return new UUID(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32))
                .toString();
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        ImageCell cell = ImageCell.of(type, metadata).orElseThrow();
        return charset.isEmpty() ? ofSixteenBytes(cell) : ImageText.copied(cell, this::fromBinlog);
    }

    /** The binlog drops the zero bytes at the end. */
    static ImageReader ofSixteenBytes(ImageCell cell) {
        byte[] whole = new byte[16];
        return (image, at, out) -> {
            int end = cell.end(image, at);
            int start = cell.content(at);
            if (end - start > whole.length) {
                throw new UnconvertibleValue("the bytes in the binlog are more than the sixteen of a UUID");
            }
            Arrays.fill(whole, (byte) 0);
            System.arraycopy(image, start, whole, 0, end - start);
            for (int i = 0; i < whole.length; i += 2) {
                if (i >= 4 && i <= 10) {
                    out.put('-');
                }
                Hexadecimal.put(whole, i, i + 2, out);
            }
            return end;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return TextValue.isText(type);
    }

    @Override
    public Object toMysql(String text) {
        return charset.isPresent() ? text : HEX.parseHex(text.replace("-", ""));
    }

    @Override
    public List<Hazard> hazards() {
        return charset.isEmpty()
                ? List.of()
                : List.of(Hazard.of(
                        "range",
                        "text is no UUID in small letters",
                        UuidValue::isNone,
                        "to: varchar(" + TEXT_LENGTH + ")"));
    }

    /** Compared as bytes, where a capital is another letter than the small one. */
    private static String isNone(String column) {
        String text = "convert(" + column + " using utf8mb4)";
        return "char_length(" + column + ")<>36 or " + text
                + " not regexp '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$' or cast(" + text
                + " as binary)<>cast(lower(" + text + ") as binary)";
    }

    @Override
    public Object mysqlKey(String canonical) {
        return toMysql(canonical);
    }

    @Override
    public String mysqlCanonical(String column) {
        return charset.isPresent() ? "convert(" + column + " using utf8mb4)" : "lower(hex(" + column + "))";
    }

    @Override
    public String postgresCanonical(String column) {
        return charset.isPresent() ? column + "::text" : "replace(" + column + "::text,'-','')";
    }

    @Override
    public boolean sameOrder() {
        return charset.isEmpty();
    }
}
