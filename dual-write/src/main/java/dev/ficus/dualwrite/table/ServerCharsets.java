package dev.ficus.dualwrite.table;

import dev.ficus.dualwrite.value.MysqlCharset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The character sets of one server: those that Java decodes alike, and its own tables of the single-byte sets. */
final class ServerCharsets {
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
            if (charset.isEmpty() && isSingleByte(name)) {
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
}
