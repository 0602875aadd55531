package dev.ficus.dualwrite.route;

import javax.sql.DataSource;

/**
 * Entry of the library that an application embeds while it moves. Thread-safe; one for each application. It keeps no
 * connection of its own, so there is nothing to close.
 *
 * <p>The application's user in PostgreSQL needs {@code USAGE} on schema {@code ficus} and {@code SELECT} on
 * {@code ficus.domain}.
 */
public final class Router {
    private final Sides sides;
    private final RouteOptions options;

    private Router(Sides sides, RouteOptions options) {
        this.sides = sides;
        this.options = options;
    }

    /** With the default options. */
    public static Router open(DataSource mysql, DataSource postgres) {
        return open(mysql::getConnection, postgres::getConnection, RouteOptions.defaults());
    }

    public static Router open(ConnectionSource mysql, ConnectionSource postgres, RouteOptions options) {
        return new Router(new Sides(mysql, postgres), options);
    }

    /** The route of a domain. Keep it: it remembers the domain's phase for {@link RouteOptions#refresh}. */
    public DomainRoute domain(String name) {
        return new DomainRoute(name, sides, options, new PhaseCache(name, sides, options.refresh()));
    }
}
