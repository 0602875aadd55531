package dev.ficus.dualwrite.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * MySQL's GTIDs: numbers by the server that committed first and, from 8.3 on, by a tag. Immutable; see {@link Gtids}.
 *
 * <p>Source: https://dev.mysql.com/doc/refman/9.0/en/replication-gtids-concepts.html
 */
public final class MysqlGtids implements Gtids {
    /** Nothing was executed yet. */
    public static final MysqlGtids EMPTY = new MysqlGtids(new Source[0]);

    private static final Comparator<Source> ORDER =
            Comparator.comparing((Source source) -> source.server().toString()).thenComparing(Source::tag);

    private final Source[] sources;

    private record Source(UUID server, String tag, GtidIntervals numbers) {
        boolean is(UUID otherServer, String otherTag) {
            return server.equals(otherServer) && tag.equals(otherTag);
        }
    }

    private MysqlGtids(Source[] sources) {
        this.sources = sources;
    }

    /** Reads {@code uuid:1-5:7:tag:1-3,uuid:1}; spaces and the case do not matter. */
    public static MysqlGtids parse(String text) {
        MysqlGtids gtids = EMPTY;
        for (String server : text.replaceAll("\\s+", "").split(",")) {
            if (!server.isEmpty()) {
                gtids = gtids.withServer(server.toLowerCase(Locale.ROOT).split(":"));
            }
        }
        return gtids;
    }

    private MysqlGtids withServer(String[] parts) {
        UUID server = UUID.fromString(parts[0]);
        String tag = "";
        MysqlGtids gtids = this;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            if (!Character.isDigit(part.charAt(0))) {
                tag = part;
                continue;
            }
            int dash = part.indexOf('-');
            long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
            gtids = gtids.with(server, tag, first, dash < 0 ? first : Long.parseLong(part.substring(dash + 1)));
        }
        return gtids;
    }

    /** @param tag empty where the GTID has none */
    public MysqlGtids with(UUID server, String tag, long number) {
        int at = find(server, tag);
        return at < 0
                ? with(server, tag, number, number)
                : replaced(at, sources[at].numbers().with(number));
    }

    private MysqlGtids with(UUID server, String tag, long first, long last) {
        int at = find(server, tag);
        if (at >= 0) {
            return replaced(at, sources[at].numbers().with(first, last));
        }
        List<Source> more = new ArrayList<>(List.of(sources));
        more.add(new Source(server, tag, GtidIntervals.of(first, last)));
        more.sort(ORDER);
        return new MysqlGtids(more.toArray(Source[]::new));
    }

    private MysqlGtids replaced(int at, GtidIntervals numbers) {
        if (numbers == sources[at].numbers()) {
            return this;
        }
        Source[] changed = sources.clone();
        changed[at] = new Source(sources[at].server(), sources[at].tag(), numbers);
        return new MysqlGtids(changed);
    }

    private int find(UUID server, String tag) {
        for (int i = 0; i < sources.length; i++) {
            if (sources[i].is(server, tag)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public boolean contains(Gtids other) {
        if (!(other instanceof MysqlGtids that)) {
            return false;
        }
        for (Source wanted : that.sources) {
            int at = find(wanted.server(), wanted.tag());
            if (at < 0 || !sources[at].numbers().contains(wanted.numbers())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String text() {
        StringBuilder out = new StringBuilder();
        for (Source source : sources) {
            out.append(out.isEmpty() ? "" : ",").append(source.server());
            out.append(source.tag().isEmpty() ? "" : ":").append(source.tag());
            source.numbers().write(out);
        }
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MysqlGtids that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
