package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns the MySQL tables of a domain into one change file of the PostgreSQL history. It reads MySQL and writes that
 * file; it does not touch PostgreSQL.
 */
public final class SchemaConversion {
    private SchemaConversion() {}

    /**
     * Writes the change file of a domain, or finds that it is there already.
     *
     * @throws FicusException CONVERSION_EXISTS where a file of this domain has other content; CONFIG_INVALID where the
     *     PostgreSQL database keeps no history; what {@link MysqlCatalog#tables} throws
     */
    public static ConversionReport convert(Strangler strangler, String domainName) {
        DomainSettings domain = strangler.domain(domainName);
        Path directory = directory(strangler.settings().to());
        List<Table> tables = tables(strangler, domain);
        Set<String> names = new LinkedHashSet<>(domain.tables());
        List<TableScript> scripts =
                tables.stream().map(table -> new TableScript(table, names)).toList();
        String sql = header(domain)
                + scripts.stream().map(TableScript::createSequences).collect(joining())
                + scripts.stream().map(TableScript::createTable).collect(joining("\n"))
                + scripts.stream().map(TableScript::ownSequences).collect(joining())
                + scripts.stream().map(TableScript::createIndexes).collect(joining())
                + scripts.stream().map(TableScript::addForeignKeys).collect(joining());
        List<Finding> findings = new ArrayList<>(general(tables));
        scripts.forEach(script -> findings.addAll(script.findings()));
        ChangeFile file = ChangeFile.of(directory, domainName);
        boolean written = file.write(sql);
        return new ConversionReport(
                domainName,
                file.path(),
                written,
                tables.stream().map(Table::name).toList(),
                findings);
    }

    private static Path directory(DatabaseSettings postgres) {
        return postgres.migrations()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.CONFIG_INVALID,
                        "database " + postgres.name() + " has no migrations directory to write the change file to",
                        "ficus.yaml, databases." + postgres.name(),
                        "add: migrations: migrations-postgres"));
    }

    private static List<Table> tables(Strangler strangler, DomainSettings domain) {
        try (Connection connection = strangler.mysql().open()) {
            return MysqlCatalog.tables(connection, domain);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "MySQL's catalog", ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private static String header(DomainSettings domain) {
        return "-- Domain " + domain.name() + ", converted from MySQL by: ficus schema convert " + domain.name()
                + "\n\n";
    }

    private static List<Finding> general(List<Table> tables) {
        return tables.stream()
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.onUpdateNow())
                        .map(column -> new Finding(
                                table.name() + "." + column.name(),
                                "ON UPDATE CURRENT_TIMESTAMP is not converted",
                                "set the value in the application, or add a trigger by a change of your own")))
                .toList();
    }
}
