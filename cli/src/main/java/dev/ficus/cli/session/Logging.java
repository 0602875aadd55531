package dev.ficus.cli.session;

import dev.ficus.cli.output.JsonLine;
import dev.ficus.cli.output.LogFormat;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** The log of the libraries: nowhere, or with {@code --verbose} on stderr. */
public final class Logging {
    private Logging() {}

    /** Replaces what java.util.logging was configured to do, which by default writes to the console. */
    public static void configure(boolean verbose, PrintStream err, LogFormat format) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(verbose ? Level.INFO : Level.OFF);
        if (verbose) {
            root.addHandler(handler(err, format == LogFormat.JSON ? new JsonRecord() : new Line()));
        }
    }

    private static Handler handler(PrintStream err, Formatter formatter) {
        return new StreamHandler(err, formatter) {
            @Override
            public synchronized void publish(LogRecord logRecord) {
                super.publish(logRecord);
                flush();
            }
        };
    }

    /** Behind a line break the stack trace of what was logged with a failure; else nothing. */
    private static String trace(LogRecord logRecord) {
        Throwable thrown = logRecord.getThrown();
        if (thrown == null) {
            return "";
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return "\n" + trace.toString().stripTrailing();
    }

    private static final class JsonRecord extends Formatter {
        @Override
        public String format(LogRecord logRecord) {
            int value = logRecord.getLevel().intValue();
            JsonLine.Level level = value >= Level.SEVERE.intValue()
                    ? JsonLine.Level.ERROR
                    : value >= Level.WARNING.intValue() ? JsonLine.Level.WARN : JsonLine.Level.INFO;
            return JsonLine.now(Clock.systemUTC(), level, "log")
                    .with("logger", String.valueOf(logRecord.getLoggerName()))
                    .with("message", formatMessage(logRecord) + trace(logRecord))
                    .text();
        }
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord logRecord) {
            String logger = String.valueOf(logRecord.getLoggerName());
            return LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + logRecord.getLevel() + " "
                    + logger.substring(logger.lastIndexOf('.') + 1) + ": " + formatMessage(logRecord) + trace(logRecord)
                    + "\n";
        }
    }
}
