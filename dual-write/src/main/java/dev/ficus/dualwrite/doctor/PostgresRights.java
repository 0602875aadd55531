package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.dualwrite.stream.PostgresReplication;
import dev.ficus.dualwrite.table.Quoted;
import java.sql.SQLException;
import java.util.List;

/** The rights of the user on PostgreSQL, and {@code wal_level}, which the streams ask about together. */
final class PostgresRights implements Examination.OfPostgres {
    @Override
    public String topic() {
        return "rights on PostgreSQL";
    }

    @Override
    public void run(Side postgres, Patient patient, Findings findings) throws SQLException {
        String user = Quoted.postgres(postgres.value("SELECT current_user").orElse(""));
        PostgresReplication.problems(postgres.connection(), postgres.where())
                .forEach(problem -> findings.blocking(
                        problem.code() == ErrorCode.WAL_LEVEL_NOT_LOGICAL
                                ? FindingId.WAL_LEVEL
                                : FindingId.POSTGRES_RIGHT,
                        problem.where(),
                        problem.what(),
                        problem.fix()));
        if (!postgres.yes("SELECT has_database_privilege(current_database(), 'CREATE')")) {
            blocking(
                    postgres,
                    findings,
                    "CREATE in the database, for the control schema and the publication",
                    "GRANT CREATE ON DATABASE " + Quoted.postgres(postgres.database()) + " TO " + user);
        }
        schema(postgres, user, findings);
        if (!postgres.yes("SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')")) {
            findings.warning(
                    FindingId.POSTGRES_RIGHT,
                    postgres.where(),
                    "the user lacks pg_read_all_stats, so the transactions that hold up a fence have no name",
                    "GRANT pg_read_all_stats TO " + user);
        }
        owners(postgres, patient, user, findings);
    }

    private static void schema(Side postgres, String user, Findings findings) throws SQLException {
        String schema = postgres.value("SELECT current_schema()").orElse("");
        if (schema.isEmpty()) {
            blocking(
                    postgres,
                    findings,
                    "a schema: none of its search_path is there for it",
                    "create one, or set the search path: ALTER ROLE " + user + " SET search_path = public");
        } else if (!postgres.yes("SELECT has_schema_privilege(?, 'CREATE')", schema)) {
            blocking(
                    postgres,
                    findings,
                    "CREATE in schema " + schema + ", for the tables of the domains",
                    "GRANT CREATE ON SCHEMA " + Quoted.postgres(schema) + " TO " + user);
        }
        if (postgres.yes("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'ficus')")
                && !postgres.yes("SELECT has_schema_privilege('ficus', 'CREATE, USAGE')")) {
            blocking(
                    postgres,
                    findings,
                    "rights in the control schema, which is there already",
                    "GRANT USAGE, CREATE ON SCHEMA ficus TO " + user);
        }
    }

    private static void owners(Side postgres, Patient patient, String user, Findings findings) throws SQLException {
        for (var table : patient.tables().toList()) {
            List<List<String>> rows = List.copyOf(postgres.rows(
                    "SELECT c.relname FROM pg_class c WHERE c.oid = to_regclass(?)"
                            + " AND NOT pg_has_role(c.relowner, 'USAGE')",
                    table.postgresName()));
            if (!rows.isEmpty()) {
                findings.blocking(
                        FindingId.POSTGRES_RIGHT,
                        postgres.where("table " + table.target()),
                        "the user does not own the table, which it converts and fences",
                        "ALTER TABLE " + table.postgresName() + " OWNER TO " + user);
            }
        }
    }

    private static void blocking(Side postgres, Findings findings, String what, String fix) {
        findings.blocking(FindingId.POSTGRES_RIGHT, postgres.where(), "the user lacks " + what, fix);
    }
}
