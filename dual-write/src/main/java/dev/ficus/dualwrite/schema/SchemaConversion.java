package dev.ficus.dualwrite.schema;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.table.MysqlCatalog;
import dev.ficus.dualwrite.table.MysqlChecks;
import dev.ficus.dualwrite.table.MysqlDetails;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.table.TableDetails;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the MySQL tables of a domain into change files of the PostgreSQL history: first the tables, then what may
 * wait until they are filled. It reads MySQL and writes those files; it does not touch PostgreSQL.
 */
public final class SchemaConversion {
    private SchemaConversion() {}

    /**
     * Writes the change files of a domain, or finds that they are there already.
     *
     * @throws FicusException CONVERSION_EXISTS where a file of this domain has other content; CONFIG_INVALID where the
     *     PostgreSQL database keeps no history; what {@link MysqlCatalog#tables} throws
     */
    public static ConversionReport convert(Strangler strangler, String domainName) {
        DomainSettings domain = strangler.domain(domainName);
        Path directory = directory(strangler.settings().to());
        try (Connection connection = strangler.mysql().open()) {
            List<Table> tables = MysqlCatalog.tables(connection, domain);
            Converted converted = converted(connection, tables);
            ConversionFiles.Written written = new ConversionFiles(directory, domainName).write(converted.schema());
            return new ConversionReport(
                    domainName,
                    written.files(),
                    written.written(),
                    tables.stream().map(Table::name).toList(),
                    Stream.concat(written.findings().stream(), converted.findings().stream())
                            .toList());
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "MySQL's catalog", ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private static Converted converted(Connection connection, List<Table> tables) throws SQLException {
        MysqlDetails details = new MysqlDetails(connection);
        MysqlChecks checks = new MysqlChecks(connection);
        List<Finding> findings = new ArrayList<>();
        List<TargetObject> objects = new ArrayList<>();
        List<TargetTable> targets = new ArrayList<>();
        for (Table table : tables) {
            TableDetails described = details.of(table);
            TargetTable target = new TableConverter(table, described, objects, findings).convert();
            targets.add(target);
            new IndexConverter(table, target.partitionBy(), objects, findings).convert();
            new CheckConverter(table, objects, findings).convert(checks.of(table));
            new ForeignKeyConverter(table, tables, objects, findings).convert();
            new LeftBehind(table, described, findings).report();
        }
        TargetSchema schema = new TargetSchema(targets, objects);
        TargetNames.check(schema);
        return new Converted(schema, findings);
    }

    private static Path directory(DatabaseSettings postgres) {
        return postgres.migrations()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.CONFIG_INVALID,
                        "database " + postgres.name() + " has no migrations directory to write the change file to",
                        "ficus.yaml, databases." + postgres.name(),
                        "add: migrations: migrations-postgres"));
    }
}
