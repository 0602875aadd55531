package dev.ficus.dualwrite.value;

import com.github.shyiko.mysql.binlog.event.deserialization.ColumnType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one family of column types, so that copy, streams and verification cannot disagree.
 * Immutable and thread-safe. NULL never reaches these methods: the callers keep it apart.
 *
 * <p>Three text forms occur. <em>MySQL text</em> is what the text protocol delivers in a session with
 * {@code time_zone='+00:00'} and utf8mb4. <em>PostgreSQL text</em> is what the type's input function takes and its
 * output function gives under {@code datestyle=ISO} and {@code timezone=UTC}. <em>Canonical text</em> is equal on both
 * sides exactly when the values are equal.
 */
public sealed interface Value
        permits AddressValue,
                BinaryValue,
                BitValue,
                BooleanValue,
                DateTimeValue,
                DateValue,
                DecimalValue,
                EnumValue,
                FloatingValue,
                IntegerValue,
                JsonValue,
                MariaUuidValue,
                PointValue,
                SetValue,
                SpatialValue,
                TextValue,
                TimeValue,
                UuidValue,
                VectorValue {

    /** The PostgreSQL type that a column of this type becomes. */
    String postgresType();

    /**
     * The text of a condition that a CHECK constraint needs beside the type, with {@code column} quoted; empty where
     * the type says it all.
     */
    default String postgresCheck(String column) {
        return "";
    }

    /** The expression that a copy selects, for a quoted column name; its MySQL text goes to {@link #fromMysql}. */
    default String mysqlSelect(String column) {
        return column;
    }

    /**
     * PostgreSQL text of a cell's MySQL text; null where the user chose NULL for such a value.
     *
     * @throws UnconvertibleValue where PostgreSQL has no such value
     */
    @Nullable
    String fromMysql(String text);

    /** As {@link #mysqlSelect}, for a copy that reads the cell's bytes with {@link #copyReader}. */
    default String copySelect(String column) {
        return mysqlSelect(column);
    }

    /** Does for the bytes of {@link #copySelect} what {@link #fromMysql} does for the text of {@link #mysqlSelect}. */
    default CellReader copyReader() {
        return (from, start, end, out) -> {
            String text = fromMysql(MysqlText.of(Arrays.copyOfRange(from, start, end)));
            if (text != null) {
                out.put(text);
            }
            return text != null;
        };
    }

    /**
     * Does for the bytes of a row image what {@link #fromBinlog} does for what the binlog client makes of them. The
     * column {@link #isLoggedAs} this type; the caller has made sure that the image is as long as the cell.
     *
     * @param type the real type: ENUM and SET, where the log says STRING
     * @param metadata of the column in the table map event
     */
    ImageReader imageReader(ColumnType type, int metadata);

    /**
     * PostgreSQL text of a value as the binlog client delivers it, with byte arrays for text and microseconds for
     * dates and times; null where the user chose NULL for such a value.
     *
     * @throws UnconvertibleValue where PostgreSQL has no such value
     */
    @Nullable
    String fromBinlog(Serializable value);

    /**
     * Whether the binlog shows a column of this type so; anything else means that the table changed.
     *
     * @param type the real type: ENUM and SET, where the log says STRING
     * @param metadata of the column in the table map event
     */
    boolean isLoggedAs(ColumnType type, int metadata);

    /**
     * What Connector/J is given for a PostgreSQL text, as logical replication (pgoutput) delivers it. Numbers are
     * numbers, because MySQL compares a number with a text as doubles, which are too short for a bigint.
     *
     * @throws UnconvertibleValue where MySQL has no such value
     */
    Object toMysql(String text);

    /**
     * Whether something stands in PostgreSQL for values that it cannot hold, because the user chose so. Different values
     * of MySQL may become one then, so the column must not be part of the key.
     */
    default boolean replacesValues() {
        return false;
    }

    /**
     * Whether values that are not NULL on MySQL may become NULL in PostgreSQL, because the user chose so. The column is
     * nullable there then, and must not be part of the key.
     */
    default boolean mapsToNull() {
        return false;
    }

    /**
     * What Connector/J is given for NULL of PostgreSQL where MySQL's column is NOT NULL; null where there is no such
     * value. Only a type that {@link #mapsToNull()} has one: {@code 0000-00-00}.
     */
    default @Nullable Object nullToMysql() {
        return null;
    }

    /**
     * The values of MySQL's type that PostgreSQL's cannot hold and for which nothing was chosen. Each is looked for
     * before a copy begins; a value that was chosen a place for is no hazard.
     */
    default List<Hazard> hazards() {
        return List.of();
    }

    /**
     * The labels of the PostgreSQL enum that {@link #postgresType()} names, in their order; empty where the type is none.
     * It must be created before the table.
     */
    default List<String> postgresLabels() {
        return List.of();
    }

    /** The MySQL expression of the canonical text, for a quoted column name. */
    String mysqlCanonical(String column);

    /** The PostgreSQL expression of the canonical text, for a quoted column name. */
    String postgresCanonical(String column);

    /**
     * What verification compares for a canonical text of either side. Most types need nothing more than the servers'
     * own text.
     */
    default String compared(String canonical) {
        return canonical;
    }

    /** What Connector/J is given to compare a key column with a canonical text. */
    default Object mysqlKey(String canonical) {
        return canonical;
    }

    /** The PostgreSQL text to compare a key column with a canonical text. */
    default String postgresKey(String canonical) {
        return canonical;
    }

    /**
     * True where the order of the keys is the same on both sides, so that a key range holds the same rows on both.
     * Text is ordered by collations, which differ.
     */
    boolean sameOrder();
}
