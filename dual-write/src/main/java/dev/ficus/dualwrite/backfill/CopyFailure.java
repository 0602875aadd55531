package dev.ficus.dualwrite.backfill;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says which row PostgreSQL refused inside of a COPY, by the context of its message: {@code COPY t, line 3, column v}. */
final class CopyFailure {
    private static final Pattern LINE = Pattern.compile("\\D*(\\d+)([^:]*)", Pattern.DOTALL);
    /** The messages end with the value, which may be private. */
    private static final Pattern VALUE = Pattern.compile(":? ?\".*", Pattern.DOTALL);

    private static final String BAD_DATA = "22";
    private static final String CONSTRAINT = "23";

    private CopyFailure() {}

    /** Whether PostgreSQL refused a value: classes 22 and 23 of its appendix "Error Codes". */
    static boolean isOfARow(SQLException e) {
        String state = e.getSQLState();
        return e instanceof PSQLException
                && state != null
                && (state.startsWith(BAD_DATA) || state.startsWith(CONSTRAINT));
    }

    /** @param keys of all rows that were sent */
    static FicusException explained(Table table, List<List<@Nullable String>> keys, SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String where = message == null || message.getWhere() == null ? "" : message.getWhere();
        String context = "COPY " + table.target() + ",";
        Matcher line = LINE.matcher(
                where.substring(Math.max(0, where.lastIndexOf(context))).replace(context, ""));
        boolean known = where.contains(context) && line.lookingAt();
        int row = known ? Integer.parseInt(line.group(1)) - 1 : -1;
        String rest = known ? line.group(2) : "";
        String column = table.writtenToPostgres().stream()
                .filter(each -> rest.endsWith(" " + each.target()))
                .findFirst()
                .map(each -> "column " + each.name() + " of ")
                .orElse("");
        String key = row >= 0 && row < keys.size() ? "the row with key " + keys.get(row) : "a row";
        return new FicusException(
                ErrorCode.VALUE_NOT_CONVERTIBLE,
                column + key + " cannot be copied: PostgreSQL refuses it: " + reason(e),
                "table " + table.name(),
                "correct the row on MySQL, or the column or its constraint in PostgreSQL, then run the command again: it"
                        + " goes on where it stopped",
                e);
    }

    /** A constraint's message names the constraint in quotes, and no value. */
    private static String reason(SQLException e) {
        String first = SqlFailures.firstLine(e);
        return String.valueOf(e.getSQLState()).startsWith(CONSTRAINT)
                ? first
                : VALUE.matcher(first).replaceFirst("");
    }
}
