package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.ErrorKind;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.PostgresCatalog;
import dev.ficus.dualwrite.table.Quoted;
import dev.ficus.dualwrite.table.Table;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the tables of a domain one by one, so that one that Ficus cannot handle hides no other. */
final class ReadableTables {
    private static final String CANDIDATES = """
            SELECT s.index_name, GROUP_CONCAT(s.column_name ORDER BY s.seq_in_index)
            FROM information_schema.statistics s
            JOIN information_schema.columns c
              ON c.table_schema = s.table_schema AND c.table_name = s.table_name AND c.column_name = s.column_name
            WHERE s.table_schema = database() AND s.table_name = ? AND s.non_unique = 0
            GROUP BY s.index_name HAVING max(c.is_nullable) = 'NO' AND max(coalesce(s.sub_part, 0)) = 0
            ORDER BY count(*), s.index_name""";

    private ReadableTables() {}

    /** Those that Ficus can handle; each of the others becomes a finding. */
    static Patient.Domain of(DomainSettings domain, Optional<Side> mysql, Optional<Side> postgres, Findings findings) {
        List<Table> tables = new ArrayList<>();
        mysql.ifPresent(side -> {
            for (String table : domain.tables()) {
                read(side, new DomainSettings(domain.name(), List.of(table), domain.conversion()), findings)
                        .ifPresent(tables::add);
            }
        });
        return new Patient.Domain(
                domain, postgres.map(side -> resolved(side, tables)).orElse(tables));
    }

    private static List<Table> resolved(Side postgres, List<Table> tables) {
        try {
            return PostgresCatalog.resolve(postgres.connection(), tables);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, postgres.where(), ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private static Optional<Table> read(Side mysql, DomainSettings table, Findings findings) {
        try {
            return MysqlCatalog.tables(mysql.connection(), table).stream().findFirst();
        } catch (FicusException e) {
            if (e.code().kind() != ErrorKind.STATE && e.code() != ErrorCode.CONFIG_INVALID) {
                throw e;
            }
            e.problems().forEach(problem -> refused(mysql, table.tables().get(0), problem, findings));
            return Optional.empty();
        }
    }

    private static void refused(Side mysql, String table, Problem problem, Findings findings) {
        FindingId id = switch (problem.code()) {
            case TABLE_MISSING -> FindingId.TABLE_MISSING;
            case TABLE_WITHOUT_KEY -> FindingId.TABLE_WITHOUT_KEY;
            case CONFIG_INVALID -> FindingId.CHOICE_REFUSED;
            default -> FindingId.TYPE_UNSUPPORTED;
        };
        String fix = id == FindingId.TABLE_WITHOUT_KEY ? key(mysql, table, problem.fix()) : problem.fix();
        findings.blocking(id, problem.where(), problem.what(), fix);
    }

    /** A unique key over columns that are never NULL can become the primary key as it is. */
    private static String key(Side mysql, String table, String otherwise) {
        try {
            var rows = mysql.rows(CANDIDATES, table);
            if (rows.isEmpty()) {
                return otherwise;
            }
            String columns = String.join(
                    ", ",
                    List.of(String.valueOf(rows.get(0).get(1)).split(",")).stream()
                            .map(Quoted::mysql)
                            .toList());
            return "its unique key " + rows.get(0).get(0) + " can serve: ALTER TABLE " + Quoted.mysql(table)
                    + " ADD PRIMARY KEY (" + columns + ")";
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, mysql.where(), ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }
}
