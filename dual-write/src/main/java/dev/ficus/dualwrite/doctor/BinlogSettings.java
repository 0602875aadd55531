package dev.ficus.dualwrite.doctor;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.Problem;
import dev.ficus.dualwrite.stream.MysqlPosition;

/** The settings of the binlog that a stream refuses to work with; the rights are a topic of their own. */
final class BinlogSettings implements Examination.OfMysql {
    @Override
    public String topic() {
        return "settings of the binlog";
    }

    @Override
    public void run(Side mysql, Patient patient, Findings findings) {
        for (Problem problem : MysqlPosition.problems(mysql.connection())) {
            if (problem.code() != ErrorCode.RIGHT_MISSING) {
                findings.blocking(id(problem.code()), mysql.where(), problem.what(), problem.fix());
            }
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
