package dev.ficus.cli.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of cell goes into a statement and comes out of a result, on either side. Inside the demo a cell is its
 * canonical text, so that what was accepted and what stands in a database are compared as texts.
 */
enum CellKind {
    NUMBER(Types.BIGINT),
    /** Money: two digits behind the point. */
    MONEY(Types.NUMERIC),
    TEXT(Types.VARCHAR),
    FLAG(Types.BOOLEAN),
    /** A date with a time and without a zone, to the microsecond. */
    MOMENT(Types.TIMESTAMP);

    private final int sqlType;

    CellKind(int sqlType) {
        this.sqlType = sqlType;
    }

    void bind(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, sqlType);
            return;
        }
        switch (this) {
            case NUMBER -> statement.setLong(index, Long.parseLong(text));
            case MONEY -> statement.setBigDecimal(index, new BigDecimal(text));
            case TEXT -> statement.setString(index, text);
            case FLAG -> statement.setBoolean(index, Boolean.parseBoolean(text));
            case MOMENT -> statement.setObject(index, LocalDateTime.parse(text));
        }
    }

    @Nullable
    String read(ResultSet row, int index) throws SQLException {
        String text = switch (this) {
            case NUMBER -> Long.toString(row.getLong(index));
            case MONEY -> money(row.getBigDecimal(index));
            case TEXT -> row.getString(index);
            case FLAG -> Boolean.toString(row.getBoolean(index));
            case MOMENT -> moment(row.getObject(index, LocalDateTime.class));
        };
        return row.wasNull() ? null : text;
    }

    static @Nullable String money(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : amount.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }

    static @Nullable String moment(@Nullable LocalDateTime moment) {
        return moment == null ? null : moment.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
