package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.stream.MysqlPosition;
import java.sql.SQLException;

/** The settings of the binlog that a stream refuses to work with, or is less sure with; the rights are a topic of their own. */
final class BinlogSettings implements Examination.OfMysql {
    @Override
    public String topic() {
        return "settings of the binlog";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) throws SQLException {
        for (Problem problem : MysqlPosition.problems(mysql.connection())) {
            if (problem.code() != ErrorCode.RIGHT_MISSING) {
                findings.blocking(id(problem.code()), mysql.where(), problem.what(), problem.fix());
            }
        }
        metadata(mysql, findings);
    }

    /** Without the names of its columns a row is known by their types alone. */
    private static void metadata(Side mysql, Findings findings) throws SQLException {
        String metadata = mysql.variable("binlog_row_metadata").orElse("FULL");
        if (!metadata.equals("FULL")) {
            findings.warning(
                    FindingId.BINLOG_METADATA,
                    mysql.where(),
                    "binlog_row_metadata is " + metadata + ", so the log does not name the columns: where a column is"
                            + " replaced by another of the same type, the stream cannot tell rows before from rows behind",
                    "SET GLOBAL binlog_row_metadata = 'FULL', and in the configuration; it takes some bytes for each"
                            + " statement");
        }
    }

    private static FindingId id(ErrorCode code) {
        return switch (code) {
            case BINLOG_OFF -> FindingId.BINLOG_OFF;
            case BINLOG_NOT_ROW -> FindingId.BINLOG_FORMAT;
            default -> FindingId.BINLOG_SETTING;
        };
    }
}
