package dev.ficus.dualwrite.schema;

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
import java.util.List;

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
        List<Finding> findings = new ArrayList<>();
        SchemaScript script = new SchemaScript(schema(tables, findings));
        String sql = header(domain) + script.beforeLoad() + script.afterLoad();
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

    private static TargetSchema schema(List<Table> tables, List<Finding> findings) {
        List<TargetObject> objects = new ArrayList<>();
        List<TargetTable> targets = new ArrayList<>();
        for (Table table : tables) {
            targets.add(new TableConverter(table, objects, findings).convert());
            new IndexConverter(table, objects, findings).convert();
            new ForeignKeyConverter(table, tables, objects, findings).convert();
        }
        return new TargetSchema(targets, objects);
    }
}
