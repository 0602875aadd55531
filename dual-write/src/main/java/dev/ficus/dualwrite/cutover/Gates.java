package dev.ficus.dualwrite.cutover;

import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.control.Direction;
import dev.ficus.dualwrite.control.StreamBeat;
import dev.ficus.dualwrite.table.ForeignKey;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.verify.VerificationRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The conditions of the changes of phase. Each looks for itself, so that all refusals are reported at once. */
final class Gates {
    private static final String MYSQL_TRANSACTIONS = """
            SELECT count(*), coalesce(max(timestampdiff(SECOND, trx_started, now())), 0)
            FROM information_schema.innodb_trx WHERE trx_mysql_thread_id NOT IN (0, connection_id())
              AND timestampdiff(SECOND, trx_started, now()) >= ?""";
    private static final String POSTGRES_TRANSACTIONS = """
            SELECT count(*), coalesce(max(extract(epoch FROM now() - xact_start)), 0)::bigint
            FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
              AND datname = current_database() AND extract(epoch FROM now() - xact_start) >= ?""";

    private final Site site;
    private final CutoverOptions options;
    private final String where;

    Gates(Site site, CutoverOptions options) {
        this.site = site;
        this.options = options;
        this.where = "domain " + site.name();
    }

    Gate backfill() {
        Optional<String> state = site.control()
                .handle()
                .createQuery("SELECT state FROM ficus.backfill WHERE domain = ?")
                .bind(0, site.name())
                .mapTo(String.class)
                .findOne();
        return state.filter("done"::equals).isPresent()
                ? Gate.open("backfill", "done")
                : Gate.refused(
                        "backfill",
                        "the copy in PostgreSQL is not complete (" + state.orElse("never begun") + ")",
                        where,
                        "complete it: ficus backfill " + site.name());
    }

    Gate verification(long epoch) {
        String fix = "run: ficus verify " + site.name();
        Optional<VerificationRecord> last = VerificationRecord.last(site.control(), site.name());
        if (last.isEmpty() || last.get().epoch() != epoch) {
            return Gate.refused("verification", "the domain was not verified in this phase", where, fix);
        }
        VerificationRecord record = last.get();
        String age = record.age().toSeconds() + " s ago";
        if (!record.clean()) {
            return Gate.refused(
                    "verification",
                    "the last verification, " + age + ", found " + record.differences() + " differences and "
                            + record.unsettled() + " unsettled rows",
                    where,
                    fix);
        }
        if (record.age().compareTo(options.maxVerificationAge()) > 0) {
            return Gate.refused(
                    "verification",
                    "the last verification was " + age + ", which is more than "
                            + options.maxVerificationAge().toSeconds() + " s",
                    where,
                    fix);
        }
        return Gate.open("verification", "clean, " + record.rows() + " rows, " + age);
    }

    /** A beat is sent through the running stream and timed. */
    Gate stream(Direction direction) throws SQLException {
        Connection source = direction == Direction.FORWARD ? site.mysql() : site.postgres();
        Connection target = direction == Direction.FORWARD ? site.postgres() : site.mysql();
        try {
            Duration lag = StreamBeat.travel(source, target, site.name(), direction, site.patience(options.maxLag()));
            return Gate.open("stream", direction.word() + ", a change takes " + lag.toMillis() + " ms");
        } catch (FicusException e) {
            return refused("stream", e.problems());
        }
    }

    Gate tables() throws SQLException {
        try {
            PostgresCatalog.check(site.postgres(), site.tables());
            return Gate.open("tables", site.tables().size() + " are the same on both sides");
        } catch (FicusException e) {
            return refused("tables", e.problems());
        }
    }

    /** The rows that such a key changes pass the fence of MySQL, whose triggers do not see them. */
    Gate foreignCascades() {
        List<String> names = site.tables().stream().map(Table::name).toList();
        List<String> found = new ArrayList<>();
        for (Table table : site.tables()) {
            for (ForeignKey key : table.foreignKeys()) {
                if (key.cascades() && !names.contains(key.referencedTable())) {
                    found.add(table.name() + "." + key.name());
                }
            }
        }
        return found.isEmpty()
                ? Gate.open("foreign keys", "none acts from outside the domain")
                : Gate.refused(
                        "foreign keys",
                        "tables outside the domain change its rows by foreign keys: " + String.join(", ", found),
                        where,
                        "move these tables into the domain, or change the keys to RESTRICT");
    }

    /** The reverse stream needs a slot of logical replication. */
    Gate slot() {
        List<Problem> problems = site.slot().problems(site.tables());
        return problems.isEmpty()
                ? Gate.open("slot", "publication and slot can be created")
                : refused("slot", problems);
    }

    /** Each column that MySQL numbers needs a sequence in PostgreSQL to go on with. */
    Gate sequences() throws SQLException {
        List<String> without = new Numbering(site).columnsWithoutSequence();
        return without.isEmpty()
                ? Gate.open("sequences", "each numbered column has one")
                : Gate.refused(
                        "sequences",
                        "PostgreSQL has no sequence for " + String.join(", ", without),
                        where,
                        "make it an identity column: ALTER TABLE ... ALTER COLUMN ... ADD GENERATED BY DEFAULT AS"
                                + " IDENTITY");
    }

    Gate mysqlTransactions() throws SQLException {
        return transactions(site.mysql(), MYSQL_TRANSACTIONS, "MySQL", "SELECT * FROM information_schema.innodb_trx");
    }

    Gate postgresTransactions() throws SQLException {
        return transactions(site.postgres(), POSTGRES_TRANSACTIONS, "PostgreSQL", "SELECT * FROM pg_stat_activity");
    }

    private Gate transactions(Connection connection, String sql, String side, String look) throws SQLException {
        long limit = options.maxTransactionAge().toSeconds();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, limit);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) == 0
                        ? Gate.open("transactions", "none on " + side + " is older than " + limit + " s")
                        : Gate.refused(
                                "transactions",
                                row.getLong(1) + " transactions on " + side + " are open for more than " + limit
                                        + " s, the oldest for " + row.getLong(2) + " s",
                                where,
                                "let them end, or end them (" + look + ")");
            }
        }
    }

    private static Gate refused(String name, List<Problem> problems) {
        String what = problems.stream().map(Problem::what).collect(Collectors.joining("; "));
        return Gate.refused(name, what, problems.get(0).where(), problems.get(0).fix());
    }
}
