package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.ErrorKind;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.error.Problem;
import dev.ficus.core.jdbc.SqlFailures;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Examines servers, rights, settings, tables and values of domains before anything is started. One topic that cannot be
 * examined does not keep the others from being: it becomes a finding itself. Writes nothing; used by one thread.
 */
public final class Doctor {
    private final List<ScanReport.Scanned> scanned = new ArrayList<>();
    private final List<Examination> examinations = List.of(
            new Versions.OfMysql(),
            new Versions.OfPostgres(),
            new MysqlRights(),
            new PostgresRights(),
            new BinlogSettings(),
            new BinlogRetention(),
            new SourceReplication(),
            new MysqlSettings(),
            new PostgresSettings(),
            new Slots(),
            new Space(),
            new SourceTables(),
            new MysqlTriggers(),
            new ForeignKeys(),
            new TextKeys(),
            new Numbers(),
            new TargetTables(),
            new LongTransactions.OfMysql(),
            new LongTransactions.OfPostgres(),
            new ScannedValues(scanned::addAll));

    private Doctor() {}

    /**
     * Examines the sides that answer.
     *
     * @param mysql whether MySQL answers; its examinations are left out where it does not
     * @param postgres likewise
     * @throws FicusException DOMAIN_UNKNOWN, INTERRUPTED, CONNECTION_LOST
     */
    public static DoctorReport examine(Strangler strangler, DoctorOptions options, boolean mysql, boolean postgres) {
        List<DomainSettings> domains = options.domains().isEmpty()
                ? strangler.settings().domains()
                : options.domains().stream().map(strangler::domain).toList();
        try (Connection from = mysql ? strangler.mysql().open() : null;
                Connection to = postgres ? strangler.postgres().open() : null) {
            return new Doctor().examine(strangler, options, domains, from, to);
        } catch (SQLException e) {
            throw SqlFailures.onStatement(
                    e, "doctor", ErrorCode.CONNECTION_LOST, "check the server, then run the command again");
        }
    }

    private DoctorReport examine(
            Strangler strangler,
            DoctorOptions options,
            List<DomainSettings> domains,
            @Nullable Connection from,
            @Nullable Connection to) {
        Findings findings = new Findings();
        Optional<Side> mysql = side(from, "MySQL", strangler.settings().from());
        Optional<Side> postgres = side(to, "PostgreSQL", strangler.settings().to());
        Patient patient = new Patient(
                strangler,
                options,
                mysql,
                postgres,
                domains.stream()
                        .map(domain -> ReadableTables.of(domain, mysql, postgres, findings))
                        .toList());
        examinations.forEach(examination -> examine(examination, patient, findings));
        return new DoctorReport(findings.all(), scanned);
    }

    private static Optional<Side> side(@Nullable Connection connection, String kind, DatabaseSettings database) {
        return Optional.ofNullable(connection).map(open -> new Side(open, kind + " " + database.name()));
    }

    private static void examine(Examination examination, Patient patient, Findings findings) {
        try {
            run(examination, patient, findings);
        } catch (SQLException e) {
            if (SqlFailures.connectionLost(e)) {
                throw SqlFailures.onStatement(
                        e, examination.topic(), ErrorCode.CONNECTION_LOST, "check the server, then run it again");
            }
            findings.warning(
                    FindingId.NOT_EXAMINED,
                    examination.topic(),
                    "could not be looked at: " + SqlFailures.firstLine(e),
                    SqlFailures.rightMissing(e)
                            ? "give the user the right that the server names"
                            : "look at it by hand: docs/reference/doctor.md says what is looked for");
        } catch (FicusException e) {
            if (e.code().kind() != ErrorKind.STATE) {
                throw e;
            }
            for (Problem problem : e.problems()) {
                findings.blocking(FindingId.NOT_EXAMINED, problem.where(), problem.what(), problem.fix());
            }
        }
    }

    private static void run(Examination examination, Patient patient, Findings findings) throws SQLException {
        Optional<Side> mysql = patient.mysql();
        Optional<Side> postgres = patient.postgres();
        if (examination instanceof Examination.OfMysql topic && mysql.isPresent()) {
            topic.run(mysql.get(), patient, findings);
        } else if (examination instanceof Examination.OfPostgres topic && postgres.isPresent()) {
            topic.run(postgres.get(), patient, findings);
        }
    }
}
