package dev.ficus.dualwrite.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code enum}, which becomes {@code text} with a CHECK over its labels, or by choice an enum of PostgreSQL. Copy and
 * binlog give the index; index 0 is what an invalid insert left, shown as an empty string.
 *
 * @param type the name of PostgreSQL's enum, quoted; empty for {@code text}
 * @param invalid what stands for index 0
 */
record EnumValue(List<String> labels, String type, InvalidEnum invalid) implements Value {
    private static final int LONGEST_LABEL = 63;

    EnumValue {
        labels = List.copyOf(labels);
    }

    /** @param enumType the name of PostgreSQL's enum, quoted, where one is chosen */
    static EnumValue of(Choice choice, String enumType) {
        List<String> labels = choice.type().labels();
        boolean text = choice.only("invalid-enum").to(List.of("text", "enum")).equals("text");
        if (!text && labels.stream().anyMatch(label -> label.getBytes(UTF_8).length > LONGEST_LABEL)) {
            throw new ChoiceRefused(
                    "a label is longer than the " + LONGEST_LABEL + " bytes of a PostgreSQL enum", "choose to: text");
        }
        return new EnumValue(labels, text ? "" : enumType, InvalidEnum.of(choice));
    }

    @Override
    public String postgresType() {
        return type.isEmpty() ? "text" : type;
    }

    @Override
    public List<String> postgresLabels() {
        return type.isEmpty() ? List.of() : allowed();
    }

    @Override
    public String postgresCheck(String column) {
        return type.isEmpty() ? column + " IN (" + SqlText.postgres(allowed()) + ")" : "";
    }

    private List<String> allowed() {
        return invalid.isEmptyText() && !labels.contains("")
                ? Stream.concat(labels.stream(), Stream.of("")).toList()
                : labels;
    }

    /** The index: by its text, index 0 is the same as an empty label. */
    @Override
    public String mysqlSelect(String column) {
        return index(column);
    }

    private static String index(String column) {
        return "cast(" + column + " as unsigned)";
    }

    @Override
    public @Nullable String fromMysql(String text) {
        return label(Integer.parseInt(text));
    }

    @Override
    public CellReader copyReader() {
        byte[][] texts = labels.stream().map(label -> label.getBytes(UTF_8)).toArray(byte[][]::new);
        return (from, start, end, out) -> {
            int index = (int) NumberText.number(from, start, end);
            if (index > 0 && index <= texts.length) {
                out.put(texts[index - 1]);
                return true;
            }
            String text = label(index);
            if (text != null) {
                out.put(text);
            }
            return text != null;
        };
    }

    @Override
    public @Nullable String fromBinlog(Serializable value) {
        return label(((Number) value).intValue());
    }

    private @Nullable String label(int index) {
        if (index > labels.size()) {
            throw new UnconvertibleValue("the enum holds index " + index + ", which has no label");
        }
        return index == 0 ? invalid.replaced() : labels.get(index - 1);
    }

    @Override
    public ImageReader imageReader(ColumnType type, int metadata) {
        int size = metadata & 0xFF;
        byte[][] texts = labels.stream().map(label -> label.getBytes(UTF_8)).toArray(byte[][]::new);
        return (image, at, out) -> {
            int index = (int) ImageNumbers.littleEndian(image, at, size);
            if (index > 0 && index <= texts.length) {
                out.put(texts[index - 1]);
                return at + size;
            }
            String text = label(index);
            if (text == null) {
                return ImageReader.NULL;
            }
            out.put(text);
            return at + size;
        };
    }

    @Override
    public boolean isLoggedAs(ColumnType logged, int metadata) {
        return logged == ColumnType.ENUM;
    }

    /** No strict session of MySQL writes index 0. */
    @Override
    public Object toMysql(String text) {
        if (!labels.contains(text)) {
            throw new UnconvertibleValue("the text is no label of the enum");
        }
        return text;
    }

    @Override
    public boolean replacesValues() {
        return !invalid.fails();
    }

    @Override
    public boolean mapsToNull() {
        return invalid.mapsToNull();
    }

    @Override
    public List<Hazard> hazards() {
        return invalid.fails()
                ? List.of(Hazard.of(
                        "invalid-enum",
                        "enum holds the empty value of an invalid insert (index 0)",
                        column -> index(column) + "=0",
                        "invalid-enum: null"))
                : List.of();
    }

    @Override
    public String mysqlCanonical(String column) {
        return invalid.canonical(index(column), "convert(" + column + " using utf8mb4)");
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
