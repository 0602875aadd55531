package dev.ficus.dualwrite.table;

import dev.ficus.dualwrite.value.MysqlCharset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The character sets of one server: those that Java decodes alike, and its own tables of the others. A table is read when
 * it is first asked for: one query for a set of single bytes, a few for one of East Asia.
 */
final class ServerCharsets {
    private static final Range ONE = new Range(0x00, 0xFF);
    private static final Range UPPER = new Range(0x80, 0xFF);
    private static final Range TENS = new Range(0x30, 0x39);
    /** The codes that a set of several bytes may have, by the manual's description of each. */
    private static final Map<String, List<List<Range>>> SHAPES = Map.of(
            "big5", List.of(List.of(ONE), List.of(UPPER, ONE)),
            "sjis", List.of(List.of(ONE), List.of(UPPER, ONE)),
            "ujis", List.of(List.of(ONE), List.of(UPPER, UPPER), List.of(new Range(0x8F, 0x8F), UPPER, UPPER)),
            "eucjpms", List.of(List.of(ONE), List.of(UPPER, UPPER), List.of(new Range(0x8F, 0x8F), UPPER, UPPER)),
            "gb18030", List.of(List.of(ONE), List.of(UPPER, ONE), List.of(new Range(0x81, 0x84), TENS, UPPER, TENS)));

    private final Connection connection;
    private final Map<String, Optional<MysqlCharset>> known = new HashMap<>();

    ServerCharsets(Connection connection) {
        this.connection = connection;
    }

    /** The set of this name; empty where its bytes cannot be decoded as the server does. */
    Optional<MysqlCharset> named(String name) throws SQLException {
        Optional<MysqlCharset> charset = known.get(name);
        if (charset == null) {
            charset = MysqlCharset.named(name);
            if (charset.isEmpty() && SHAPES.containsKey(name)) {
                charset = Optional.of(new MysqlCharset.ManyBytes(codes(name), name.equals("gb18030")));
            } else if (charset.isEmpty() && isSingleByte(name)) {
                charset = Optional.of(new MysqlCharset.SingleByte(table(name)));
            }
            known.put(name, charset);
        }
        return charset;
    }

    private boolean isSingleByte(String name) throws SQLException {
        String sql = "SELECT maxlen FROM information_schema.character_sets WHERE character_set_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1 && name.matches("[a-z0-9]+");
            }
        }
    }

    /** One row of 256 conversions. The servers answer NULL or a question mark for what is no character. */
    private char[] table(String name) throws SQLException {
        String columns = IntStream.range(0, 256)
                .mapToObj(b -> String.format("CONVERT(CONVERT(x'%02X' USING %s) USING utf8mb4)", b, name))
                .collect(Collectors.joining(", "));
        char[] table = new char[256];
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + columns)) {
            row.next();
            for (int b = 0; b < table.length; b++) {
                table[b] = character(row.getBytes(b + 1), b);
            }
        }
        return table;
    }

    private static char character(byte @Nullable [] utf8, int code) {
        String text = utf8 == null ? "" : new String(utf8, StandardCharsets.UTF_8);
        boolean none = text.length() != 1 || (text.equals("?") && code != '?');
        return none ? MysqlCharset.SingleByte.NONE : text.charAt(0);
    }

    private Map<Integer, Integer> codes(String name) throws SQLException {
        Map<Integer, Integer> codes = new HashMap<>();
        for (List<Range> shape : SHAPES.getOrDefault(name, List.of())) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query(name, shape))) {
                while (row.next()) {
                    int code = Integer.parseUnsignedInt(row.getString(1), 16);
                    String text = new String(row.getBytes(2), StandardCharsets.UTF_8);
                    if (text.codePointCount(0, text.length()) == 1 && (code == '?' || !text.equals("?"))) {
                        codes.put(code, text.codePointAt(0));
                    }
                }
            }
        }
        return codes;
    }

    /** Each code of a shape that the server takes for text as it stands. */
    private static String query(String charset, List<Range> shape) {
        String code = "UNHEX(CONCAT("
                + IntStream.range(0, shape.size()).mapToObj(i -> "b" + i + ".h").collect(Collectors.joining(","))
                + "))";
        String bytes = IntStream.range(0, shape.size())
                .mapToObj(i -> "(" + shape.get(i).digits() + ") b" + i)
                .collect(Collectors.joining(" CROSS JOIN "));
        String text = "CONVERT(" + code + " USING " + charset + ")";
        return "SELECT HEX(" + code + "), CONVERT(" + text + " USING utf8mb4) FROM " + bytes + " WHERE HEX(" + text
                + ") = HEX(" + code + ") AND CONVERT(" + text + " USING utf8mb4) IS NOT NULL";
    }

    /** The values of one byte of a code. */
    private record Range(int first, int last) {
        String digits() {
            return IntStream.rangeClosed(first, last)
                    .mapToObj(b -> String.format("SELECT '%02X' h", b))
                    .collect(Collectors.joining(" UNION ALL "));
        }
    }
}
