package dev.ficus.migrations.sql;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends Liquibase's log to SLF4J, one level lower than Liquibase means it: what matters is reported by Ficus itself.
 * Only the text goes, not the exception, because its messages can hold URLs and SQL.
 */
final class Slf4jLogService extends AbstractLogService {
    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public Logger getLog(@SuppressWarnings("rawtypes") Class source) {
        return new Adapter(LoggerFactory.getLogger(source));
    }

    private static final class Adapter extends AbstractLogger {
        private final org.slf4j.Logger log;

        private Adapter(org.slf4j.Logger log) {
            this.log = log;
        }

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable e) {
            if (level.intValue() >= Level.INFO.intValue()) {
                log.debug("{}", message);
            } else {
                log.trace("{}", message);
            }
        }
    }
}
