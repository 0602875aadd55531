package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlCharset;
import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.UnconvertibleValue;
import dev.ficus.dualwrite.value.Values;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Row images decoded from bytes, beside the same images decoded by the binlog client. */
final class RowImagesTest {
    private static final BinlogPosition AT = new BinlogPosition("binlog.000001", 4);
    private static final BinlogRefusal REFUSAL = new BinlogRefusal("shop", "shop");
    private static final int IMAGES = 3_000;
    private static final String REFUSED = "(refused)";

    /** A column as MySQL declares it and as the log shows it. */
    private record Logged(MysqlType type, ColumnChoice choice, ColumnType code, int metadata) {
        @Override
        public String toString() {
            return type.declaration() + choice.to().map(to -> " to " + to).orElse("");
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyImageIsReadAsTheClientReadsItOrRefused(Logged logged) {
        Random random = new Random(42);
        RowImages images = images(logged);
        BinlogCells reference = BinlogCells.of(map(logged));
        int read = 0;
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = image(logged, random);
            String text = text(images, image);
            if (!text.equals(REFUSED)) {
                assertThat(text).as(Arrays.toString(image)).isEqualTo(reference(logged, reference, image));
                read++;
            }
        }
        assertThat(read).as("images that were not refused").isGreaterThan(IMAGES / 100);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatTheClientReadsAsAValueThatExistsIsNotRefused(Logged logged) {
        Random random = new Random(43);
        RowImages images = images(logged);
        BinlogCells reference = BinlogCells.of(map(logged));
        for (int i = 0; i < IMAGES; i++) {
            byte[] image = image(logged, random);
            String expected = reference(logged, reference, image);
            if (!expected.equals(REFUSED) && isReal(logged, image)) {
                assertThat(text(images, image)).as(Arrays.toString(image)).isEqualTo(expected);
            }
        }
    }

    @Test
    void imageThatIsCutOffIsRefusedWhereverItIsCut() {
        byte[] row = bytes(0, 1, 0, 0, 0, 3, 'a', 'b', 'c');
        RowImages images = new RowImages(idAndName(), idAndNameMap(), REFUSAL, AT);
        assertThat(images.walk(row, 0, AT)).isEqualTo(row.length);
        assertThat(images.row(row, AT)).isEqualTo(Row.of("1", "abc"));
        for (int length = 0; length < row.length; length++) {
            byte[] cut = Arrays.copyOf(row, length);
            assertThatThrownBy(() -> images.walk(cut, 0, AT))
                    .as(length + " bytes of " + row.length)
                    .isInstanceOfSatisfying(
                            FicusException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_STOPPED_BY_DDL));
        }
    }

    @Test
    void cellThatIsLongerThanTheEventIsRefused() {
        RowImages images = new RowImages(idAndName(), idAndNameMap(), REFUSAL, AT);
        assertThatThrownBy(() -> images.walk(bytes(0, 1, 0, 0, 0, 255, 'a'), 0, AT))
                .isInstanceOf(FicusException.class);
    }

    @Test
    void refusedValueIsToldWithTableKeyAndColumn() {
        RowImages images = new RowImages(idAndName(), idAndNameMap(), REFUSAL, AT);
        byte[] row = bytes(0, 7, 0, 0, 0, 1, 0xFF);
        images.walk(row, 0, AT);
        assertThatThrownBy(() -> images.row(row, AT)).isInstanceOfSatisfying(FicusException.class, e -> {
            assertThat(e.problem().what()).contains("column name of table t");
            assertThat(e.problem().where()).endsWith("row id=7");
        });
    }

    @Test
    void rowAfterARefusedOneIsReadAsIfThatHadNotBeen() {
        RowImages images = new RowImages(idAndName(), idAndNameMap(), REFUSAL, AT);
        byte[] bad = bytes(0, 7, 0, 0, 0, 1, 0xFF);
        images.walk(bad, 0, AT);
        assertThatThrownBy(() -> images.row(bad, AT)).isInstanceOf(FicusException.class);
        byte[] good = bytes(2, 8, 0, 0, 0);
        images.walk(good, 0, AT);
        assertThat(images.row(good, AT)).isEqualTo(Row.of("8", null));
    }

    @Test
    void typeWhoseMetadataDoesNotFitIsRefused() {
        TableMapEventData map = idAndNameMap();
        map.setColumnTypes(new byte[] {(byte) ColumnType.LONG.getCode(), (byte) ColumnType.BLOB.getCode()});
        map.setColumnMetadata(new int[] {0, 9});
        assertThatThrownBy(() -> new RowImages(idAndName(), map, REFUSAL, AT)).isInstanceOf(FicusException.class);
    }

    @Test
    void typeThatNobodyKnowsIsADifference() {
        TableMapEventData map = idAndNameMap();
        for (int code = 0; code < 256; code++) {
            map.setColumnTypes(new byte[] {(byte) code, (byte) ColumnType.VARCHAR.getCode()});
            assertThat(BinlogTables.difference(idAndName(), map).isEmpty())
                    .as("type " + code)
                    .isEqualTo(code == ColumnType.LONG.getCode());
        }
    }

    @Test
    void keyIsReadInItsOwnOrder() {
        Table table = table(List.of(column("a", 0, intType()), column("b", 1, intType())), 1, 0);
        TableMapEventData map = map(List.of(ColumnType.LONG, ColumnType.LONG), 0, 0);
        RowImages images = new RowImages(table, map, REFUSAL, AT);
        byte[] row = bytes(0, 1, 0, 0, 0, 2, 0, 0, 0);
        images.walk(row, 0, AT);
        assertThat(images.key(row, AT)).isEqualTo(Row.of("2", "1"));
        assertThat(images.row(row, AT)).isEqualTo(Row.of("1", "2"));
    }

    static Stream<Logged> types() {
        List<Logged> types = new ArrayList<>();
        for (String sign : List.of("", " unsigned")) {
            types.add(logged("tinyint", "tinyint" + sign, ColumnType.TINY, 0));
            types.add(logged("smallint", "smallint" + sign, ColumnType.SHORT, 0));
            types.add(logged("mediumint", "mediumint" + sign, ColumnType.INT24, 0));
            types.add(logged("int", "int" + sign, ColumnType.LONG, 0));
            types.add(logged("bigint", "bigint" + sign, ColumnType.LONGLONG, 0));
        }
        types.add(chosen(logged("tinyint", "tinyint", ColumnType.TINY, 0), "boolean"));
        types.add(chosen(logged("int", "int", ColumnType.LONG, 0), "smallint"));
        types.add(chosen(logged("bigint", "bigint unsigned", ColumnType.LONGLONG, 0), "bigint"));
        types.add(logged("float", "float", ColumnType.FLOAT, 4));
        types.add(chosen(logged("float", "float", ColumnType.FLOAT, 4), "double precision"));
        types.add(logged("double", "double", ColumnType.DOUBLE, 8));
        types.add(logged("year", "year", ColumnType.YEAR, 0));
        types.add(logged("date", "date", ColumnType.DATE, 0));
        types.add(chosen(logged("date", "date", ColumnType.DATE, 0), Optional.empty(), Optional.of("null")));
        for (int fraction = 0; fraction <= 6; fraction++) {
            types.add(logged("time", "time(" + fraction + ")", ColumnType.TIME_V2, fraction));
            types.add(chosen(logged("time", "time(" + fraction + ")", ColumnType.TIME_V2, fraction), "time"));
            types.add(logged("datetime", "datetime(" + fraction + ")", ColumnType.DATETIME_V2, fraction));
            types.add(logged("timestamp", "timestamp(" + fraction + ")", ColumnType.TIMESTAMP_V2, fraction));
        }
        types.add(chosen(
                logged("datetime", "datetime(6)", ColumnType.DATETIME_V2, 6),
                Optional.of("timestamptz"),
                Optional.of("1970-01-01")));
        for (int[] digits :
                new int[][] {{65, 30}, {65, 0}, {30, 30}, {10, 0}, {10, 2}, {9, 9}, {18, 9}, {1, 0}, {1, 1}}) {
            types.add(decimal(digits[0], digits[1]));
        }
        types.add(chosen(decimal(9, 0), "integer"));
        for (int length : new int[] {1, 2, 8, 9, 63, 64}) {
            types.add(bits(length));
        }
        types.add(chosen(bits(12), "bytea"));
        types.add(chosen(bits(12), "integer"));
        types.add(labels("enum", 3, ColumnType.ENUM, 1));
        types.add(labels("enum", 300, ColumnType.ENUM, 2));
        types.add(labels("set", 5, ColumnType.SET, 1));
        types.add(labels("set", 64, ColumnType.SET, 8));
        types.add(chosen(labels("set", 5, ColumnType.SET, 1), "text"));
        types.add(chosen(labels("set", 5, ColumnType.SET, 1), "integer"));
        for (String charset : List.of("utf8mb4", "gbk", "utf16", "utf16le", "ucs2", "utf32", "cp932", "single")) {
            types.add(text(charset, 300, ColumnType.VARCHAR, 1200));
        }
        types.add(text("utf8mb4", 10, ColumnType.STRING, 0xFE28));
        types.add(text("utf8mb4", 255, ColumnType.STRING, 0xCEFC));
        types.add(chosen(text("utf8mb4", 20, ColumnType.VARCHAR, 80), "varchar(5)"));
        types.add(chosen(text("utf8mb4", 20, ColumnType.VARCHAR, 80), "bytea"));
        types.add(binary("varbinary", 20, ColumnType.VARCHAR, 20));
        types.add(binary("binary", 12, ColumnType.STRING, 0xFE0C));
        types.add(binary("blob", 65535, ColumnType.BLOB, 2));
        types.add(chosen(binary("binary", 16, ColumnType.STRING, 0xFE10), "uuid"));
        types.add(binary("uuid", 16, ColumnType.STRING, 0xFE10));
        types.add(binary("inet4", 4, ColumnType.STRING, 0xFE04));
        types.add(binary("inet6", 16, ColumnType.STRING, 0xFE10));
        types.add(binary("vector", 40, ColumnType.VECTOR, 4));
        return types.stream();
    }

    private static Logged decimal(int precision, int scale) {
        String declaration = "decimal(" + precision + "," + scale + ")";
        return new Logged(
                new MysqlType("decimal", declaration, 0, precision, scale, 0, Optional.empty(), List.of()),
                ColumnChoice.NONE,
                ColumnType.NEWDECIMAL,
                scale << 8 | precision);
    }

    private static Logged bits(int length) {
        return new Logged(
                new MysqlType("bit", "bit(" + length + ")", length, 0, 0, 0, Optional.empty(), List.of()),
                ColumnChoice.NONE,
                ColumnType.BIT,
                length / 8 << 8 | length % 8);
    }

    private static Logged labels(String name, int count, ColumnType code, int size) {
        List<String> labels = IntStream.range(0, count)
                .mapToObj(i -> i == 1 ? "q\"\\" : "l" + i)
                .toList();
        return new Logged(
                new MysqlType(name, name + "(" + count + ")", 0, 0, 0, 0, Optional.empty(), labels),
                ColumnChoice.NONE,
                code,
                code.getCode() << 8 | size);
    }

    private static Logged text(String charset, int length, ColumnType code, int metadata) {
        return new Logged(
                new MysqlType(
                        code == ColumnType.STRING ? "char" : "varchar",
                        "varchar(" + length + ") " + charset,
                        length,
                        0,
                        0,
                        0,
                        Optional.of(charset),
                        List.of()),
                ColumnChoice.NONE,
                code,
                metadata);
    }

    private static Logged binary(String name, int length, ColumnType code, int metadata) {
        return new Logged(
                new MysqlType(name, name + "(" + length + ")", length, 0, 0, 0, Optional.empty(), List.of()),
                ColumnChoice.NONE,
                code,
                metadata);
    }

    private static Logged logged(String name, String declaration, ColumnType code, int metadata) {
        boolean fraction = declaration.endsWith(")");
        return new Logged(
                new MysqlType(name, declaration, 0, 0, 0, fraction ? metadata : 0, Optional.empty(), List.of()),
                ColumnChoice.NONE,
                code,
                metadata);
    }

    private static Logged chosen(Logged logged, String to) {
        return chosen(logged, Optional.of(to), Optional.empty());
    }

    private static Logged chosen(Logged logged, Optional<String> to, Optional<String> zeroDate) {
        ColumnChoice none = ColumnChoice.NONE;
        return new Logged(
                logged.type(),
                new ColumnChoice(none.name(), to, zeroDate, none.nul(), none.invalidEnum()),
                logged.code(),
                logged.metadata());
    }

    private static Optional<MysqlCharset> charset(MysqlType type) {
        return type.charset().flatMap(name -> name.equals("single") ? Optional.of(single()) : MysqlCharset.named(name));
    }

    private static MysqlCharset single() {
        char[] table = new char[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % 16 == 15 ? MysqlCharset.SingleByte.NONE : (char) (i < 128 ? i : i + 600);
        }
        return new MysqlCharset.SingleByte(table);
    }

    /** Mostly what may be in a log, sometimes any bytes. */
    private static byte[] image(Logged logged, Random random) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        image.write(0);
        int prefix = prefix(logged);
        byte[] cell;
        if (prefix == 0) {
            cell = new byte[fixed(logged)];
            random.nextBytes(cell);
            tame(logged, cell, random);
        } else {
            cell = content(logged, random);
            for (int i = 0; i < prefix; i++) {
                image.write(cell.length >> 8 * i);
            }
        }
        image.writeBytes(cell);
        return image.toByteArray();
    }

    /** Random bits of these types would seldom be a value. */
    private static void tame(Logged logged, byte[] cell, Random random) {
        switch (logged.code()) {
            case DATE -> put(cell, random.nextInt(10_000) << 9 | random.nextInt(13) << 5 | random.nextInt(32));
            case DATETIME_V2 -> {
                long packed = 1L << 39
                        | (long) (random.nextInt(10_000) * 13 + random.nextInt(13)) << 22
                        | random.nextInt(32) << 17
                        | random.nextInt(24) << 12
                        | random.nextInt(60) << 6
                        | random.nextInt(60);
                fraction(cell, 5, packed, logged.metadata(), random);
            }
            case TIMESTAMP_V2 -> fraction(cell, 4, random.nextInt() & 0xFFFF_FFFFL, logged.metadata(), random);
            case TIME_V2 -> {
                int hours = random.nextBoolean() ? random.nextInt(25) : random.nextInt(839);
                long packed = 1L << 23 | (long) hours << 12 | random.nextInt(60) << 6 | random.nextInt(60);
                fraction(cell, 3, packed, logged.metadata(), random);
                if (random.nextInt(4) == 0) {
                    negate(cell);
                }
            }
            case NEWDECIMAL -> decimal(logged, cell, random);
            case ENUM -> put(cell, random.nextInt(logged.type().labels().size() + 2));
            case SET -> put(cell, random.nextLong() >>> 64 - Math.min(cell.length * 8 - 2, 62));
            case BIT ->
                cell[0] &= (byte)
                        (logged.type().length() % 8 == 0
                                ? 255
                                : (1 << logged.type().length() % 8) - 1);
            case TINY, LONG -> put(cell, random.nextInt(4) == 0 ? random.nextInt(3) : random.nextLong());
            default -> {}
        }
    }

    private static void decimal(Logged logged, byte[] cell, Random random) {
        int at = 0;
        int whole = logged.type().precision() - logged.type().scale();
        List<Integer> groups = new ArrayList<>();
        if (whole % 9 > 0) {
            groups.add(whole % 9);
        }
        IntStream.range(0, whole / 9).forEach(i -> groups.add(9));
        IntStream.range(0, logged.type().scale() / 9).forEach(i -> groups.add(9));
        if (logged.type().scale() % 9 > 0) {
            groups.add(logged.type().scale() % 9);
        }
        for (int digits : groups) {
            int size = (digits + 1) / 2 - (digits == 9 ? 1 : 0);
            int number = random.nextInt(3) == 0 ? 0 : random.nextInt((int) Math.pow(10, digits));
            for (int i = size - 1; i >= 0; i--) {
                cell[at + i] = (byte) number;
                number >>= 8;
            }
            at += size;
        }
        cell[0] ^= (byte) 0x80;
        boolean zero = IntStream.range(0, cell.length).allMatch(i -> cell[i] == (i == 0 ? (byte) 0x80 : 0));
        if (!zero && random.nextBoolean()) {
            for (int i = 0; i < cell.length; i++) {
                cell[i] = (byte) ~cell[i];
            }
        }
    }

    private static void fraction(byte[] cell, int size, long packed, int digits, Random random) {
        for (int i = 0; i < size; i++) {
            cell[i] = (byte) (packed >> 8 * (size - 1 - i));
        }
        int bytes = (digits + 1) / 2;
        int number = random.nextInt(3) == 0 ? 0 : random.nextInt((int) Math.pow(100, bytes));
        for (int i = 0; i < bytes; i++) {
            cell[size + i] = (byte) (number >> 8 * (bytes - 1 - i));
        }
    }

    /** The number of all bytes, big-endian, without its offset. */
    private static void negate(byte[] cell) {
        long packed = 0;
        for (byte each : cell) {
            packed = packed << 8 | each & 0xFF;
        }
        long turned = (1L << cell.length * 8) - packed;
        for (int i = 0; i < cell.length; i++) {
            cell[i] = (byte) (turned >> 8 * (cell.length - 1 - i));
        }
    }

    private static void put(byte[] cell, long number) {
        for (int i = 0; i < cell.length; i++) {
            cell[i] = (byte) (number >> 8 * i);
        }
    }

    private static byte[] content(Logged logged, Random random) {
        String charset = logged.type().charset().orElse("");
        if (charset.startsWith("utf") && random.nextInt(4) > 0) {
            int[] points = random.ints(random.nextInt(20), 1, 0x11_0000)
                    .map(point -> point % 3 == 0 ? 1 + point % 127 : point)
                    .filter(point -> point < 0xD800 || point > 0xDFFF)
                    .toArray();
            String text = new String(points, 0, points.length);
            return switch (charset) {
                case "utf16" -> text.getBytes(StandardCharsets.UTF_16BE);
                case "utf16le" -> text.getBytes(StandardCharsets.UTF_16LE);
                case "utf8mb4" -> text.getBytes(StandardCharsets.UTF_8);
                default -> text.getBytes(java.nio.charset.Charset.forName("UTF-32BE"));
            };
        }
        int most = logged.type().charset().isPresent()
                ? 12
                : (int) Math.min(20, logged.type().length());
        byte[] bytes = new byte[logged.code() == ColumnType.VECTOR ? random.nextInt(5) * 4 : random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int prefix(Logged logged) {
        return switch (logged.code()) {
            case STRING -> logged.metadata() == 0xCEFC ? 2 : 1;
            case VARCHAR -> logged.metadata() < 256 ? 1 : 2;
            case BLOB, VECTOR -> logged.metadata();
            default -> 0;
        };
    }

    private static int fixed(Logged logged) {
        int bytes = (logged.metadata() + 1) / 2;
        return switch (logged.code()) {
            case TINY, YEAR -> 1;
            case SHORT -> 2;
            case INT24, DATE -> 3;
            case LONG, FLOAT -> 4;
            case LONGLONG, DOUBLE -> 8;
            case TIME_V2 -> 3 + bytes;
            case TIMESTAMP_V2 -> 4 + bytes;
            case DATETIME_V2 -> 5 + bytes;
            case ENUM, SET -> logged.metadata() & 0xFF;
            case BIT -> (int) (logged.type().length() + 7) / 8;
            case NEWDECIMAL -> {
                int scale = logged.type().scale();
                int whole = logged.type().precision() - scale;
                yield whole / 9 * 4 + (whole % 9 + 1) / 2 + scale / 9 * 4 + (scale % 9 + 1) / 2;
            }
            default -> throw new IllegalArgumentException(logged.code().name());
        };
    }

    /** Whether the bytes are a value at all: the client reads some that are none. */
    private static boolean isReal(Logged logged, byte[] image) {
        return switch (logged.code()) {
            case SET, ENUM -> false;
            default -> image.length > 0;
        };
    }

    private static String text(RowImages images, byte[] image) {
        assertThat(images.walk(image, 0, AT)).isEqualTo(image.length);
        try {
            return String.valueOf(images.row(image, AT).value(0));
        } catch (FicusException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.VALUE_NOT_CONVERTIBLE);
            return REFUSED;
        }
    }

    private static String reference(Logged logged, BinlogCells reference, byte[] image) {
        Serializable cell = reference.rows(image, 0).get(0)[0];
        try {
            return String.valueOf(Values.of(logged.type(), charset(logged.type()), logged.choice())
                    .orElseThrow()
                    .fromBinlog(java.util.Objects.requireNonNull(cell)));
        } catch (UnconvertibleValue e) {
            return REFUSED;
        }
    }

    private static RowImages images(Logged logged) {
        Column column = new Column(
                "v",
                "v",
                0,
                logged.type(),
                Values.of(logged.type(), charset(logged.type()), logged.choice())
                        .orElseThrow(),
                true,
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                "");
        return new RowImages(table(List.of(column), 0), map(logged), REFUSAL, AT);
    }

    private static TableMapEventData map(Logged logged) {
        boolean labelled = logged.code() == ColumnType.ENUM || logged.code() == ColumnType.SET;
        return map(List.of(labelled ? ColumnType.STRING : logged.code()), logged.metadata());
    }

    private static TableMapEventData map(List<ColumnType> types, int... metadata) {
        TableMapEventData map = new TableMapEventData();
        map.setTableId(7);
        map.setDatabase("shop");
        map.setTable("t");
        byte[] codes = new byte[types.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) types.get(i).getCode();
        }
        map.setColumnTypes(codes);
        map.setColumnMetadata(metadata);
        return map;
    }

    private static Table idAndName() {
        return table(
                List.of(
                        column("id", 0, intType()),
                        column(
                                "name",
                                1,
                                text("utf8mb4", 20, ColumnType.VARCHAR, 80).type())),
                0);
    }

    private static TableMapEventData idAndNameMap() {
        return map(List.of(ColumnType.LONG, ColumnType.VARCHAR), 0, 80);
    }

    private static MysqlType intType() {
        return logged("int", "int", ColumnType.LONG, 0).type();
    }

    private static Column column(String name, int ordinal, MysqlType type) {
        return new Column(
                name,
                name,
                ordinal,
                type,
                Values.of(type, charset(type)).orElseThrow(),
                true,
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Table table(List<Column> columns, int... key) {
        List<Column> keys = Arrays.stream(key).mapToObj(columns::get).toList();
        return new Table("shop", "t", "t", columns, keys, List.of(), List.of());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
