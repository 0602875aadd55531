package dev.ficus.cli.storm;

import java.util.List;
import java.util.Map;

/** The four tables of the storm, the same on both sides, and how a row of each is read so that equal rows read equal. */
final class StormTables {
    static final List<String> NAMES = List.of("narrow", "wide", "composite", "swap");

    static final List<String> MYSQL = List.of(
            "CREATE TABLE narrow (id BIGINT PRIMARY KEY, stamp BIGINT NOT NULL) ENGINE=InnoDB",
            "CREATE TABLE wide (id BIGINT PRIMARY KEY, stamp BIGINT NOT NULL, amount DECIMAL(12,2) NOT NULL, name"
                    + " VARCHAR(60), body TEXT, at DATETIME(6), seen TIMESTAMP(3) NULL, flag TINYINT, data VARBINARY(40),"
                    + " day DATE, big BIGINT UNSIGNED, note VARCHAR(200), KEY wide_name (name)) ENGINE=InnoDB",
            "CREATE TABLE composite (tenant INT NOT NULL, code VARCHAR(20) COLLATE utf8mb4_bin NOT NULL,"
                    + " stamp BIGINT NOT NULL, PRIMARY KEY (tenant, code)) ENGINE=InnoDB",
            "CREATE TABLE swap (id BIGINT PRIMARY KEY, slot INT NOT NULL, stamp BIGINT NOT NULL,"
                    + " UNIQUE KEY swap_slot (slot)) ENGINE=InnoDB");

    static final List<String> POSTGRES = List.of(
            "CREATE TABLE narrow (id bigint PRIMARY KEY, stamp bigint NOT NULL)",
            "CREATE TABLE wide (id bigint PRIMARY KEY, stamp bigint NOT NULL, amount numeric(12,2) NOT NULL, name"
                    + " varchar(60), body text, at timestamp(6), seen timestamptz(3), flag smallint, data bytea,"
                    + " day date, big numeric(20), note varchar(200))",
            "CREATE INDEX wide_name ON wide (name)",
            "CREATE TABLE composite (tenant integer NOT NULL, code varchar(20) NOT NULL,"
                    + " stamp bigint NOT NULL, PRIMARY KEY (tenant, code))",
            "CREATE TABLE swap (id bigint PRIMARY KEY, slot integer NOT NULL CONSTRAINT swap_slot UNIQUE,"
                    + " stamp bigint NOT NULL)");

    /** Key and stamp of each row, as {@link Book} holds them. */
    static final Map<String, String> BOOKED = Map.of(
            "narrow", "SELECT id, stamp FROM narrow",
            "wide", "SELECT id, stamp FROM wide",
            "composite", "SELECT concat(tenant, '|', code), stamp FROM composite",
            "swap", "SELECT id, concat(slot, '|', stamp) FROM swap");

    private static final String WIDE_MYSQL = "SELECT id, stamp, amount, name, body, DATE_FORMAT(at, '%Y-%m-%d"
            + " %H:%i:%s.%f'), UNIX_TIMESTAMP(seen), flag, HEX(data), DATE_FORMAT(day, '%Y-%m-%d'), big, note FROM wide";
    private static final String WIDE_POSTGRES = "SELECT id, stamp, amount, name, body, to_char(at, 'YYYY-MM-DD"
            + " HH24:MI:SS.US'), extract(epoch FROM seen)::numeric(16,3), flag, upper(encode(data, 'hex')),"
            + " to_char(day, 'YYYY-MM-DD'), big, note FROM wide";

    private StormTables() {}

    /** All columns of a table, in a text that both sides write alike, in the order of the key. */
    static String everything(String table, boolean mysql) {
        if (table.equals("wide")) {
            return (mysql ? WIDE_MYSQL : WIDE_POSTGRES) + " ORDER BY id";
        }
        String order = !table.equals("composite") ? "id" : mysql ? "tenant, code" : "tenant, code COLLATE \"C\"";
        return "SELECT * FROM " + table + " ORDER BY " + order;
    }
}
