package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.control.BinlogPosition;
import dev.ficus.dualwrite.control.Checkpoint;
import dev.ficus.dualwrite.control.Gtids;
import dev.ficus.dualwrite.stream.Retention.Risk;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long MySQL or MariaDB still keeps the binlog behind a checkpoint. It purges whole files, a file once its last change is old
 * enough, and at a rotation at the earliest; what is told here never says later than that, and may say earlier: MariaDB, for example,
 * keeps its files as long as {@code slave_connections_needed_for_purge} asks it to.
 */
final class MysqlRetention {
    /** MariaDB's name since 11.4, and that of Percona's server. */
    private static final List<String> SIZES = List.of("max_binlog_total_size", "binlog_space_limit");

    /** The first event of a file stands behind its magic number. */
    private static final int FIRST_EVENT = 4;

    private final Connection mysql;
    private final Checkpoint checkpoint;
    private final BinlogPosition needed;

    private MysqlRetention(Connection mysql, Checkpoint checkpoint) {
        this.mysql = mysql;
        this.checkpoint = checkpoint;
        this.needed = (BinlogPosition) checkpoint.position();
    }

    /** @param checkpoint of the forward stream */
    static Retention of(Connection mysql, Checkpoint checkpoint) throws SQLException {
        return new MysqlRetention(mysql, checkpoint).read();
    }

    private Retention read() throws SQLException {
        BinlogServer server = BinlogServer.of(mysql);
        Map<String, Long> files = files();
        if (purged(server, files)) {
            String restart = new BinlogRefusal(checkpoint.domain(), mysql.getCatalog()).restart();
            return Retention.lost("MySQL has purged binlog from " + needed.place()
                    + " on that the forward stream still needs, and the stream cannot begin there again: point"
                    + " strangler.from at a replica that still has it, or copy the domain again: " + restart);
        }
        List<Risk> risks = new ArrayList<>();
        Optional<Duration> kept = BinlogExpiry.of(mysql);
        if (kept.isPresent()) {
            risks.add(ofAge(kept.get(), now()));
        }
        if (ofThisServer(server)) {
            ofSize(files).ifPresent(risks::add);
        }
        return new Retention(risks);
    }

    private boolean ofThisServer(BinlogServer server) {
        return needed.server().isEmpty() || needed.server().equals(server.identity());
    }

    /** As the start of a stream decides it: by the GTIDs where there are any, else by the file, on its own server. */
    private boolean purged(BinlogServer server, Map<String, Long> files) throws SQLException {
        if (!server.gtids() || !needed.gtids().known()) {
            return ofThisServer(server) && !files.containsKey(needed.file());
        }
        if (server.mariadb()) {
            String before = cell(
                    "SELECT BINLOG_GTID_POS(?, " + FIRST_EVENT + ")",
                    files.keySet().iterator().next());
            return !before.isBlank() && !needed.gtids().contains(Gtids.parse(before));
        }
        return !cell(
                        "SELECT GTID_SUBTRACT(@@GLOBAL.gtid_purged, ?)",
                        needed.gtids().text())
                .isBlank();
    }

    /**
     * Before the first beat the checkpoint's begin counts: it was made right after its place in the log was read. Only that is by
     * the clock of PostgreSQL.
     */
    private Risk ofAge(Duration kept, Instant now) {
        Instant since = checkpoint.sourceAt().orElse(checkpoint.appliedAt());
        Duration age = Duration.between(since, now);
        Duration left = kept.minus(age);
        String text = needs() + ", up to " + Retention.text(age) + " old, and MySQL may purge what is older than "
                + Retention.text(kept) + " (binlog_expire_logs_seconds)"
                + (left.isNegative() || left.isZero() ? ", so at any moment" : ", in " + Retention.text(left))
                + ": " + goOn("SET GLOBAL binlog_expire_logs_seconds = " + 2 * kept.toSeconds());
        return Risk.limited("age", age.toMillis() / (double) kept.toMillis(), text);
    }

    /** From the file of the place on; the newest file counts as it is. */
    private Optional<Risk> ofSize(Map<String, Long> files) throws SQLException {
        Map<String, String> limits = MysqlPosition.variables(mysql, SIZES.toArray(String[]::new));
        for (String name : SIZES) {
            long limit = Long.parseLong(limits.getOrDefault(name, "0"));
            if (limit > 0) {
                long bytes = from(needed.file(), files);
                String text =
                        needs() + ", " + Retention.text(bytes) + ", and MySQL may purge it once its binlog is larger"
                                + " than " + Retention.text(limit) + " (" + name + "): "
                                + goOn("SET GLOBAL " + name + " = " + 2 * limit);
                return Optional.of(Risk.limited("size", bytes / (double) limit, text));
            }
        }
        return Optional.empty();
    }

    private String needs() {
        return "the forward stream still needs MySQL's binlog from " + needed.place() + " on";
    }

    private static String goOn(String longer) {
        return "let the stream go on before that (ficus sync says what it waits for), or keep the log for longer: "
                + longer;
    }

    private static long from(String first, Map<String, Long> files) {
        long bytes = 0;
        boolean counts = !files.containsKey(first);
        for (Map.Entry<String, Long> file : files.entrySet()) {
            counts |= file.getKey().equals(first);
            bytes += counts ? file.getValue() : 0;
        }
        return bytes;
    }

    /** The names and sizes of the server's files, the oldest first. */
    private Map<String, Long> files() throws SQLException {
        try (Statement statement = mysql.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINARY LOGS")) {
            Map<String, Long> files = new LinkedHashMap<>();
            while (rows.next()) {
                files.put(rows.getString(1), rows.getLong(2));
            }
            return files;
        }
    }

    /** By the clock that beats are sent by. */
    private Instant now() throws SQLException {
        String seconds = BinlogServer.text(mysql, "SELECT UNIX_TIMESTAMP(NOW(6))");
        return Instant.ofEpochMilli(new BigDecimal(seconds).movePointRight(3).longValue());
    }

    private String cell(String query, String parameter) throws SQLException {
        try (PreparedStatement statement = mysql.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                String text = row.next() ? row.getString(1) : null;
                return text == null ? "" : text;
            }
        }
    }
}
