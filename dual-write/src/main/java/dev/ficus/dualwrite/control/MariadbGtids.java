package dev.ficus.dualwrite.control;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * MariaDB's GTIDs: for each replication domain the newest transaction, of whatever server; everything before it in that
 * domain was executed too. A domain's numbers grow across servers, so the higher number is the later one. Immutable.
 *
 * <p>Source: https://mariadb.com/kb/en/gtid/
 */
public final class MariadbGtids implements Gtids {
    private final Gtid[] newest;

    /** One transaction. */
    public record Gtid(long domain, long server, long number) {
        @Override
        public String toString() {
            return domain + "-" + server + "-" + number;
        }
    }

    private MariadbGtids(Gtid[] newest) {
        this.newest = newest;
    }

    /** Reads {@code 0-1-5,1-2-7}; at least one. */
    public static MariadbGtids parse(String text) {
        MariadbGtids gtids = new MariadbGtids(new Gtid[0]);
        for (String one : text.replaceAll("\\s+", "").split(",")) {
            String[] parts = one.split("-");
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a GTID of MariaDB: " + one);
            }
            gtids = gtids.with(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }
        return gtids;
    }

    /** With a transaction that follows all of its domain. */
    public MariadbGtids with(long domain, long server, long number) {
        Gtid gtid = new Gtid(domain, server, number);
        for (int i = 0; i < newest.length; i++) {
            if (newest[i].domain() == domain) {
                Gtid[] changed = newest.clone();
                changed[i] = gtid;
                return new MariadbGtids(changed);
            }
        }
        return new MariadbGtids(Stream.concat(Arrays.stream(newest), Stream.of(gtid))
                .sorted(Comparator.comparingLong(Gtid::domain))
                .toArray(Gtid[]::new));
    }

    /** The newest of each domain. */
    public List<Gtid> newest() {
        return List.of(newest);
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public boolean contains(Gtids other) {
        return other instanceof MariadbGtids that && Arrays.stream(that.newest).allMatch(this::contains);
    }

    private boolean contains(Gtid wanted) {
        return Arrays.stream(newest)
                .anyMatch(have ->
                        have.equals(wanted) || have.domain() == wanted.domain() && have.number() > wanted.number());
    }

    @Override
    public String text() {
        return Arrays.stream(newest).map(Gtid::toString).collect(joining(","));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MariadbGtids that && contains(that) && that.contains(this);
    }

    @Override
    public int hashCode() {
        return Arrays.stream(newest).mapToInt(Gtid::hashCode).sum();
    }

    @Override
    public String toString() {
        return text();
    }
}
