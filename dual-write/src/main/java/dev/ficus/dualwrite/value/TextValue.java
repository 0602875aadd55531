package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code char}, {@code varchar} and the {@code text} family. {@code char(n)} becomes {@code varchar(n)}, because MySQL
 * strips its trailing blanks on read and PostgreSQL would pad them. Always decoded by the column's own charset, and
 * strictly: bytes that are no text there are refused.
 *
 * @param type as MySQL declares it
 * @param length the most characters that PostgreSQL takes; 0 for {@code text}, which takes all
 * @param nul what stands for the character U+0000
 */
record TextValue(MysqlType type, int length, MysqlCharset charset, Nul nul) implements Value {
    private static final Pattern VARCHAR = Pattern.compile("varchar ?\\((\\d{1,8})\\)");

    /** A text, or what else a text can become. */
    static Value of(Choice choice, MysqlCharset charset) {
        String usual = limited(choice.type()) ? "varchar(" + choice.type().length() + ")" : "text";
        String target = choice.only("nul").to().orElse(usual);
        return switch (target) {
            case "bytea" -> BinaryValue.ofText(choice);
            case "json", "jsonb" -> JsonValue.ofText(choice, charset);
            case "uuid" -> UuidValue.ofText(choice, charset);
            default -> new TextValue(choice.type(), length(choice, target), charset, Nul.of(choice));
        };
    }

    private static int length(Choice choice, String target) {
        Matcher varchar = VARCHAR.matcher(target);
        if (varchar.matches() && Integer.parseInt(varchar.group(1)) > 0) {
            return Integer.parseInt(varchar.group(1));
        }
        if (target.equals("text")) {
            return 0;
        }
        throw choice.cannotBecome("text, varchar(n), bytea, json, jsonb, and uuid for 36 characters");
    }

    private static boolean limited(MysqlType type) {
        return type.name().endsWith("char");
    }

    @Override
    public String postgresType() {
        return length == 0 ? "text" : "varchar(" + length + ")";
    }

    /** What MySQL's type has room for: the {@code text} family counts bytes. */
    @Override
    public String postgresCheck(String column) {
        if (type.name().equals("longtext") || limited(type) && length > 0 && length <= type.length()) {
            return "";
        }
        String size = !limited(type) && charset.isUtf8() ? "octet_length(" : "char_length(";
        return size + column + ") <= " + type.length();
    }

    /** The server would turn bytes that are no text into question marks, so those of other sets come as they are. */
    @Override
    public String mysqlSelect(String column) {
        return charset.isUtf8() ? column : "hex(" + column + ")";
    }

    @Override
    public String fromMysql(String text) {
        return stored(charset.isUtf8() ? text : charset.decode(HexFormat.of().parseHex(text)));
    }

    @Override
    public String copySelect(String column) {
        return charset.isUtf8() ? column : "cast(" + column + " as binary)";
    }

    @Override
    public CellReader copyReader() {
        return new TextReader(charset, nul, narrower() ? length : 0);
    }

    @Override
    public String fromBinlog(Serializable value) {
        return stored(charset.decode((byte[]) value));
    }

    private String stored(String text) {
        String storable = nul.storable(text);
        if (narrower() && storable.codePointCount(0, storable.length()) > length) {
            throw tooLong(length);
        }
        return storable;
    }

    static UnconvertibleValue tooLong(int most) {
        return new UnconvertibleValue("the text has more than " + most + " characters");
    }

    private boolean narrower() {
        return length > 0 && (!limited(type) || length < type.length());
    }

    @Override
    public ImageReader imageReader(ColumnType logged, int metadata) {
        ImageCell cell = ImageCell.of(logged, metadata).orElseThrow();
        CellReader text = copyReader();
        return (image, at, out) -> {
            int end = cell.end(image, at);
            return text.read(image, cell.content(at), end, out) ? end : ImageReader.NULL;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType logged, int metadata) {
        return isText(logged);
    }

    static boolean isText(ColumnType type) {
        return type == ColumnType.STRING
                || type == ColumnType.VARCHAR
                || type == ColumnType.VAR_STRING
                || type == ColumnType.BLOB;
    }

    @Override
    public Object toMysql(String text) {
        return text;
    }

    @Override
    public boolean replacesValues() {
        return !nul.fails();
    }

    @Override
    public List<Hazard> hazards() {
        List<Hazard> hazards = new ArrayList<>(nul.hazards());
        hazards.add(InvalidText.hazard(type.charset().orElseThrow()));
        if (narrower()) {
            hazards.add(Hazard.of(
                    "range",
                    "text has more than " + length + " characters",
                    column -> "char_length(" + column + ")>" + length,
                    "to: text"));
        }
        return hazards;
    }

    @Override
    public String mysqlCanonical(String column) {
        return nul.canonical("convert(" + column + " using utf8mb4)");
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return false;
    }
}
