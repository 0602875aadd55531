package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.Connections;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.control.Owner;
import dev.ficus.dualwrite.route.DomainRoute;
import dev.ficus.dualwrite.route.RouteOptions;
import dev.ficus.dualwrite.route.Routed;
import dev.ficus.dualwrite.route.Router;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The application that writes to whichever side owns the domain, through {@link Router}. */
final class NewApplication implements Application {
    private final Ledger ledger;
    private final KeptConnection mysql;
    private final KeptConnection postgres;
    private final Map<String, DomainRoute> routes = new HashMap<>();

    NewApplication(StranglerSettings settings, Ledger ledger) {
        this.ledger = ledger;
        this.mysql = new KeptConnection(() -> LegacyApplication.open(settings.from()));
        this.postgres = new KeptConnection(() -> Connections.open(settings.to(), new Properties()));
        Router router = Router.open(mysql, postgres, RouteOptions.defaults());
        ShopTable.domains().forEach(domain -> routes.put(domain, router.domain(domain)));
    }

    @Override
    public Outcome write(ShopWrite write) {
        Attempt attempt = new Attempt(write);
        try {
            Routed<List<WrittenRow>> routed = route(write.domain()).writeRouted(attempt::run);
            ledger.accepted(routed.side(), routed.value());
            return Outcome.ACCEPTED;
        } catch (SQLException e) {
            return told(e, write.domain());
        } catch (FicusException e) {
            return told(e, attempt);
        }
    }

    /** Reads a row as a new feature does. */
    void read(RowKey key) {
        String domain = key.table().domain();
        try {
            route(domain).read((connection, side) -> ShopSql.find(connection, key));
        } catch (SQLException e) {
            told(e, domain);
        }
    }

    @Override
    public void close() {
        try (mysql;
                postgres) {
            routes.clear();
        } catch (SQLException e) {
            throw failed(e, "the new application");
        }
    }

    private DomainRoute route(String domain) {
        return Objects.requireNonNull(routes.get(domain), domain);
    }

    private Outcome told(FicusException e, Attempt attempt) {
        if (e.code() == ErrorCode.WRITE_OUTCOME_UNKNOWN) {
            ledger.unknown(attempt.side, attempt.written);
            return Outcome.UNKNOWN;
        }
        if (e.code() == ErrorCode.TIMED_OUT) {
            return Outcome.REFUSED;
        }
        throw e;
    }

    private static Outcome told(SQLException e, String domain) {
        if (SqlFailures.lockWait(e) || SqlFailures.connectionLost(e)) {
            return Outcome.FAILED;
        }
        throw failed(e, "domain " + domain);
    }

    private static FicusException failed(SQLException e, String where) {
        return SqlFailures.onStatement(
                e,
                where,
                ErrorCode.INTERNAL,
                "this is a bug of the demo: run it again with -v and report what it prints");
    }

    /** Remembers what the newest attempt wrote, for the case that its outcome stays unknown. */
    private static final class Attempt {
        private final ShopWrite write;
        private Owner side = Owner.MYSQL;
        private List<WrittenRow> written = List.of();

        Attempt(ShopWrite write) {
            this.write = write;
        }

        List<WrittenRow> run(Connection connection, Owner owner) throws SQLException {
            side = owner;
            written = write.body().apply(connection);
            return written;
        }
    }
}
