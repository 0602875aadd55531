package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** {@code date}. Zero and partial dates have no PostgreSQL value and are refused. */
record DateValue() implements Value {

    @Override
    public String postgresType() {
        return "date";
    }

    @Override
    public String fromMysql(String text) {
        return ZeroDate.refuse(text);
    }

    @Override
    public String fromBinlog(Serializable value) {
        long micros = ZeroDate.refuse((Long) value);
        return Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }

    @Override
    public boolean isLoggedAs(ColumnType type, int metadata) {
        return type == ColumnType.DATE;
    }

    @Override
    public Object toMysql(String text) {
        return text;
    }

    @Override
    public String mysqlCanonical(String column) {
        return "cast(" + column + " as char)";
    }

    @Override
    public String postgresCanonical(String column) {
        return column + "::text";
    }

    @Override
    public boolean sameOrder() {
        return true;
    }
}
