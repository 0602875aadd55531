package dev.ficus.migrations.mysql.lint;

import dev.ficus.migrations.mysql.lint.MysqlCatalog.Column;
import dev.ficus.migrations.sql.lint.SqlReader;
import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads statements, and asks the catalog what MODIFY and CHANGE change. */
final class InformedReader implements SqlReader<MysqlAction> {
    private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d+)\\)");

    private final MysqlReader reader = new MysqlReader();
    private final MysqlServer server;
    private final MysqlCatalog catalog;

    InformedReader(MysqlServer server, MysqlCatalog catalog) {
        this.server = server;
        this.catalog = catalog;
    }

    @Override
    public Optional<List<MysqlAction>> read(String statement) throws SQLException {
        Optional<List<MysqlAction>> actions = reader.read(statement);
        if (actions.isEmpty()) {
            return actions;
        }
        List<MysqlAction> informed = new ArrayList<>();
        for (MysqlAction action : actions.get()) {
            informed.add(action.is(MysqlOperation.CHANGE_TYPE) ? informed(action) : action);
        }
        return Optional.of(informed);
    }

    private MysqlAction informed(MysqlAction action) throws SQLException {
        Optional<SyntaxTree> type = action.tree().first("dataType");
        Optional<Column> old = catalog.column(action.name(), MysqlReader.name(action.tree(), "identifier"));
        if (old.isEmpty()
                || type.isEmpty()
                || action.tree().has("charsetWithOptBinary")
                || action.tree().has("place")) {
            return action;
        }
        String text = type.get().text().toLowerCase(Locale.ROOT).replaceAll("\\s*([(),])\\s*", "$1");
        boolean nullable = action.tree().all("columnAttribute").stream().noneMatch(each -> each.starts("NOT", "NULL"));
        boolean sameNull = nullable == old.get().nullable();
        if (text.equals(old.get().type())) {
            return action.as(sameNull ? MysqlOperation.CHANGE_METADATA : MysqlOperation.CHANGE_NULL);
        }
        if (sameNull && extendsVarchar(text, old.get())) {
            return action.as(MysqlOperation.EXTEND_VARCHAR);
        }
        return sameNull && extendsEnum(text, old.get()) ? action.as(MysqlOperation.EXTEND_ENUM) : action;
    }

    /** The length in front of the text is one byte up to 255 bytes, and two from there on; MariaDB does not mind. */
    private boolean extendsVarchar(String text, Column old) {
        Matcher now = VARCHAR.matcher(text);
        if (!now.matches() || !old.type().startsWith("varchar(") || old.characters() == 0) {
            return false;
        }
        long characters = Long.parseLong(now.group(1));
        long bytes = characters * (old.bytes() / old.characters());
        return characters >= old.characters() && (server.mariadb() || (bytes < 256) == (old.bytes() < 256));
    }

    /** Values are added at the end, and the number still fits into its bytes. */
    private static boolean extendsEnum(String text, Column old) {
        boolean list = text.startsWith("enum(") || text.startsWith("set(");
        boolean longer = text.startsWith(old.type().substring(0, old.type().length() - 1) + ",");
        int before = old.type().split("','", -1).length;
        int now = text.split("','", -1).length;
        return list && longer && bytes(text, before) == bytes(text, now);
    }

    private static int bytes(String type, int values) {
        if (type.startsWith("enum")) {
            return values < 256 ? 1 : 2;
        }
        return (values + 7) / 8;
    }
}
