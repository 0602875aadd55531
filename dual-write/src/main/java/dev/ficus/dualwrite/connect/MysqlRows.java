package dev.ficus.dualwrite.connect;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.a.NativeProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query at a time, as the bytes of MySQL's text protocol: nothing is made of a row or a cell. The JDBC
 * driver logs in, with everything that the URL asks of TLS and with the session of {@link MysqlServer#open}; after that
 * this class alone speaks on its socket (MySQL internals manual, "Text Resultset"). Memory is that of the largest row.
 *
 * <p>Used by one thread. It connects when the first query comes, and again after a query that was not read to its end.
 */
public final class MysqlRows implements AutoCloseable {
    private static final String COMMUNICATION_LINK_FAILURE = "08S01";
    /** How long the server waits for a PostgreSQL that writes slowly. */
    private static final String PATIENCE = "SET SESSION net_write_timeout = 86400";

    private static final int COM_QUERY = 3;
    private static final int OK = 0x00;
    private static final int EOF = 0xFE;
    private static final int ERROR = 0xFF;
    /** Below it, a packet that begins with {@link #EOF} is no row: one would begin with a length of eight bytes. */
    private static final int LONGEST_EOF = 9;

    /** Looks at each connection before anything is read from it; what it throws, the query throws. */
    @FunctionalInterface
    public interface Admission {
        void check(Connection connection) throws SQLException;
    }

    private final MysqlServer server;
    private final Admission admission;
    private @Nullable Connection connection;
    private @Nullable NativeProtocol protocol;
    private @Nullable MysqlPackets packets;
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private boolean reading;

    /** Reads from whatever server answers. */
    public MysqlRows(MysqlServer server) {
        this(server, connection -> {});
    }

    public MysqlRows(MysqlServer server, Admission admission) {
        this.server = server;
        this.admission = admission;
    }

    /** Sends a query that gives rows. What is left of the one before is given up. */
    public void query(String sql) throws SQLException {
        if (reading) {
            close();
        }
        connect();
        reading = true;
        try {
            send(sql);
            head();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Goes to the next row; false behind the last. What was read of the row before is no longer valid. */
    public boolean next() throws SQLException {
        MysqlPackets from = open();
        try {
            int length = from.next();
            int first = from.length() == 0 ? ERROR : from.first();
            if (first == ERROR) {
                throw refused();
            }
            if (first == EOF && isEnd(length)) {
                reading = false;
                return false;
            }
        } catch (IOException e) {
            throw broken(e);
        }
        cells(from);
        return true;
    }

    /** How many columns the query gives. */
    public int columns() {
        return starts.length;
    }

    /** Holds the cells of this row, until {@link #next}. */
    public byte[] bytes() {
        return open().bytes();
    }

    /** Where a cell begins in {@link #bytes}, the first column being 0; negative for NULL. */
    public int start(int column) {
        return starts[column];
    }

    /** Where a cell that is not NULL ends. */
    public int end(int column) {
        return ends[column];
    }

    /** Gives up the connection, at any moment; it is a broken one for the server where rows were on their way. */
    @Override
    public void close() throws SQLException {
        Connection old = connection;
        connection = null;
        protocol = null;
        packets = null;
        boolean inside = reading;
        reading = false;
        if (old != null && inside) {
            // Connector/J would wait for the end of the rows, or read them as the answer to its goodbye.
            old.unwrap(JdbcConnection.class).abortInternal();
        } else if (old != null) {
            old.close();
        }
    }

    private void connect() throws SQLException {
        if (packets != null) {
            return;
        }
        Connection opened = server.open();
        connection = opened;
        try {
            admission.check(opened);
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
        try (Statement statement = opened.createStatement()) {
            statement.execute(PATIENCE);
        }
        NativeProtocol spoken =
                ((NativeSession) opened.unwrap(JdbcConnection.class).getSession()).getProtocol();
        protocol = spoken;
        try {
            packets = new MysqlPackets(spoken.getSocketConnection().getMysqlInput());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** The driver told the server whether it puts attributes before a query; here are none (COM_QUERY). */
    private void send(String sql) throws IOException {
        NativeProtocol to = spoken();
        ByteArrayOutputStream packet = new ByteArrayOutputStream(sql.length() + 3);
        packet.write(COM_QUERY);
        if (to.getServerSession().supportsQueryAttributes()) {
            packet.write(0);
            packet.write(1);
        }
        packet.writeBytes(sql.getBytes(StandardCharsets.UTF_8));
        to.getPacketSender().send(packet.toByteArray(), packet.size(), (byte) 0);
    }

    /** The number of columns and what the server says of each, which the caller knows already. */
    private void head() throws IOException, SQLException {
        MysqlPackets from = open();
        from.next();
        if (from.first() == ERROR) {
            throw refused();
        }
        if (from.first() == OK) {
            reading = false;
            throw new SQLException("the statement gives no rows");
        }
        int columns = (int) from.number(from.start());
        starts = new int[columns];
        ends = new int[columns];
        int more = eofDeprecated() ? 0 : 1;
        for (int i = 0; i < columns + more; i++) {
            from.next();
        }
    }

    private void cells(MysqlPackets from) {
        int at = from.start();
        for (int i = 0; i < starts.length; i++) {
            at = from.cell(at);
            starts[i] = at;
            if (at < 0) {
                at = ~at;
                continue;
            }
            at += from.cellLength();
            ends[i] = at;
        }
    }

    private boolean isEnd(int firstPacket) {
        return firstPacket < (eofDeprecated() ? MysqlPackets.FULL : LONGEST_EOF);
    }

    private boolean eofDeprecated() {
        return spoken().getServerSession().isEOFDeprecated();
    }

    /** Number, mark, SQLSTATE, message. The server ends the answer with it and listens again. */
    private SQLException refused() {
        reading = false;
        byte[] packet = Arrays.copyOfRange(open().bytes(), open().start(), open().end());
        int code = (packet[1] & 0xFF) | (packet[2] & 0xFF) << 8;
        boolean state = packet.length > 8 && packet[3] == '#';
        int text = state ? 9 : 3;
        return new SQLException(
                new String(packet, text, packet.length - text, StandardCharsets.UTF_8),
                state ? new String(packet, 4, 5, StandardCharsets.US_ASCII) : null,
                code);
    }

    private static SQLException broken(IOException e) {
        return new SQLException("the connection to MySQL broke: " + e.getMessage(), COMMUNICATION_LINK_FAILURE, e);
    }

    private NativeProtocol spoken() {
        NativeProtocol present = protocol;
        if (present == null) {
            throw new IllegalStateException("no query was sent");
        }
        return present;
    }

    private MysqlPackets open() {
        MysqlPackets present = packets;
        if (present == null) {
            throw new IllegalStateException("no query was sent");
        }
        return present;
    }
}
