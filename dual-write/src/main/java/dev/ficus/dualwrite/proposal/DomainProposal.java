package dev.ficus.dualwrite.proposal;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.connect.MysqlServer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The domains that the foreign keys of a MySQL database suggest: tables that are tied, directly or through others, are
 * one domain. The same schema gives the same proposal.
 *
 * @param domains by name; a table is in one of them or in {@code leftOut}
 * @param hints what columns of one domain seem by their names to point to another; no fact, so nothing follows from it
 * @param leaving foreign keys that lead into another database
 */
public record DomainProposal(
        List<ProposedDomain> domains, List<Tie> hints, List<Tie> leaving, List<LeftOutTable> leftOut) {
    /** From this number of tables on, a domain is told where it could be divided. */
    static final int LARGE = 20;

    /**
     * A table, view or sequence that can be in no domain.
     *
     * @param domain the domain that it is tied to, empty where it is tied to none
     */
    public record LeftOutTable(String name, String what, String todo, Optional<String> domain) {}

    public DomainProposal {
        domains = List.copyOf(domains);
        hints = List.copyOf(hints);
        leaving = List.copyOf(leaving);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Looks at the catalog of a database; at no row, and changes nothing.
     *
     * @throws FicusException TABLE_MISSING where it holds nothing; what {@link MysqlServer#open} throws
     */
    public static DomainProposal of(MysqlServer server) {
        SourceSchema schema = SourceCatalog.read(server);
        if (schema.tables().isEmpty()) {
            throw new FicusException(
                    ErrorCode.TABLE_MISSING,
                    "the database holds no table that this user may see",
                    server.settings().toString(),
                    "correct the name of the database at the end of the url, or let the user read it: GRANT SELECT ON `"
                            + schema.database() + "`.* TO the user");
        }
        return of(schema);
    }

    static DomainProposal of(SourceSchema schema) {
        Map<String, SourceTable> tables = new TreeMap<>();
        schema.tables().forEach(table -> tables.put(table.name(), table));
        DomainNames names = new DomainNames(tables.keySet());
        List<ProposedDomain> domains = new ArrayList<>();
        Map<String, String> domainOf = new TreeMap<>();
        for (Set<String> group : Groups.of(tables.keySet(), schema.ties())) {
            List<String> members = usable(group, tables);
            if (!members.isEmpty()) {
                ProposedDomain domain = domain(members, group, schema.ties(), names);
                domains.add(domain);
                group.forEach(table -> domainOf.put(table, domain.name()));
            }
        }
        domains.sort(Comparator.comparing(ProposedDomain::name));
        return new DomainProposal(
                domains,
                new Hints(tables, schema.ties(), names.prefix()).between(domainOf),
                schema.ties().stream()
                        .filter(tie -> !tables.containsKey(tie.referencedTable()))
                        .toList(),
                leftOut(schema.tables(), domainOf));
    }

    private static List<String> usable(Set<String> group, Map<String, SourceTable> tables) {
        return group.stream()
                .filter(name -> Optional.ofNullable(tables.get(name))
                        .flatMap(SourceTable::leftOut)
                        .isEmpty())
                .toList();
    }

    /** @param group the members, and those that can be in no domain but tie the members */
    private static ProposedDomain domain(List<String> members, Set<String> group, List<Tie> all, DomainNames names) {
        List<Tie> ties = all.stream().filter(tie -> tie.within(group)).toList();
        List<String> ordered = Groups.referencedFirst(members, ties);
        Optional<String> cut = members.size() > LARGE ? Optional.of(ThinnestCut.of(group, ties)) : Optional.empty();
        return new ProposedDomain(names.name(members, ties), ordered, ties, cut);
    }

    private static List<LeftOutTable> leftOut(List<SourceTable> tables, Map<String, String> domainOf) {
        List<LeftOutTable> leftOut = new ArrayList<>();
        for (SourceTable table : tables) {
            table.leftOut()
                    .ifPresent(reason -> leftOut.add(new LeftOutTable(
                            table.name(),
                            reason.what(),
                            reason.todo(),
                            Optional.ofNullable(domainOf.get(table.name())))));
        }
        return leftOut;
    }
}
