package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Control;
import dev.ficus.dualwrite.control.MysqlFence;
import dev.ficus.dualwrite.control.Patience;
import dev.ficus.dualwrite.control.PostgresFence;
import dev.ficus.dualwrite.control.SessionLock;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.stream.ReverseSlot;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a change of phase works on: the domain, and its own connections. {@code control} is in auto-commit mode and holds
 * the lock of the cutover; {@code journal} carries the one transaction that changes the phase.
 */
final class Site implements AutoCloseable {
    private static final Duration TAKE_OVER = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private final Strangler strangler;
    private final DomainSettings domain;
    private final Control control;
    private final Control journal;
    private final Connection mysql;
    private final List<Table> tables;

    private Site(Strangler strangler, DomainSettings domain, Control control, Control journal, Connection mysql)
            throws SQLException {
        this.strangler = strangler;
        this.domain = domain;
        this.control = control;
        this.journal = journal;
        this.mysql = mysql;
        this.tables = PostgresCatalog.resolve(postgres(), MysqlCatalog.tables(mysql, domain));
        journal.handle().getConnection().setAutoCommit(false);
    }

    /** @throws FicusException where a side does not answer, or MySQL lacks a table of the domain */
    static Site open(Strangler strangler, String domainName) throws SQLException {
        DomainSettings domain = strangler.domain(domainName);
        Connection mysql = strangler.mysql().open();
        try {
            Control control = Control.open(strangler.postgres());
            try {
                return new Site(strangler, domain, control, Control.open(strangler.postgres()), mysql);
            } catch (SQLException | RuntimeException e) {
                control.close();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            mysql.close();
            throw e;
        }
    }

    /**
     * Takes the lock of the domain's cutovers until this is closed; false where another process has it. With it goes a lock
     * on MySQL, which is taken from a process that lost the first one, so that none changes the fence any more but this.
     *
     * @throws FicusException LOCK_HELD where such a process cannot be ended on MySQL
     */
    boolean lock() throws SQLException {
        if (!SessionLock.postgres(postgres(), "cutover:" + name())) {
            return false;
        }
        String place = tables.get(0).database() + "/" + name();
        String onMysql = "cutover:" + UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8));
        if (!SessionLock.takeOverMysql(mysql, onMysql, Patience.of(TAKE_OVER))) {
            throw new FicusException(
                    ErrorCode.LOCK_HELD,
                    "a session of an earlier cutover of the domain does not end on MySQL",
                    "domain " + name(),
                    "look at it: SELECT IS_USED_LOCK('ficus:" + onMysql
                            + "'); end it with KILL and run the command again");
        }
        return true;
    }

    String name() {
        return domain.name();
    }

    List<Table> tables() {
        return tables;
    }

    Strangler strangler() {
        return strangler;
    }

    Control control() {
        return control;
    }

    Control journal() {
        return journal;
    }

    /** PostgreSQL in auto-commit mode. */
    Connection postgres() {
        return control.handle().getConnection();
    }

    Connection mysql() {
        return mysql;
    }

    MysqlFence mysqlFence() {
        return new MysqlFence(mysql, name(), tables);
    }

    PostgresFence postgresFence(Connection connection) {
        return new PostgresFence(connection, name(), tables);
    }

    ReverseSlot slot() {
        return new ReverseSlot(strangler.postgres(), name());
    }

    /** Of a wait that the user may stop. */
    Patience patience(Duration timeout) {
        return Patience.of(timeout, strangler.stop());
    }

    void progress(String text) {
        strangler.progress().step(name(), text);
    }

    /** The journal's connection is closed below Jdbi, which rolls back what is open and would call it an error. */
    @Override
    public void close() {
        try (mysql;
                Connection held = control.handle().getConnection();
                Connection open = journal.handle().getConnection()) {
            LOG.debug("closing {}, {} and {}", mysql, held, open);
        } catch (SQLException e) {
            LOG.debug("a connection was broken already when it was closed", e);
        }
    }
}
