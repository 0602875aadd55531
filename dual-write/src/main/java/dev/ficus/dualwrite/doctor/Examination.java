package dev.ficus.dualwrite.doctor;

import java.sql.SQLException;

/** One topic. Reads only. */
sealed interface Examination {
    /** What it is about, as a message names it. */
    String topic();

    /** A topic of MySQL alone. */
    non-sealed interface OfMysql extends Examination {
        void run(Side mysql, Patient patient, Findings findings) throws SQLException;
    }

    /** A topic of PostgreSQL alone. */
    non-sealed interface OfPostgres extends Examination {
        void run(Side postgres, Patient patient, Findings findings) throws SQLException;
    }
}
