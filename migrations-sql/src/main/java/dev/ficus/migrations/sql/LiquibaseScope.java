package dev.ficus.migrations.sql;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.executor.ExecutorService;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;

/**
 * Runs code inside a quiet Liquibase: its log goes to SLF4J, nothing to the console, nothing over the network.
 *
 * <p>One at a time in a JVM: the singletons of Liquibase 4.33 are not safe for two databases at once
 * (liquibase #7220, #7227).
 */
final class LiquibaseScope {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private LiquibaseScope() {}

    /**
     * @param directory where the files are that changes name, or null where they name none
     */
    static <T> T in(@Nullable Path directory, Supplier<T> work) {
        ONE_AT_A_TIME.lock();
        try {
            Map<String, Object> values = Map.of(
                    Scope.Attr.logService.name(),
                    new Slf4jLogService(),
                    Scope.Attr.ui.name(),
                    new LoggerUIService(),
                    Scope.Attr.resourceAccessor.name(),
                    files(directory),
                    "liquibase.analytics.enabled",
                    false);
            return Scope.child(values, work::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            forget();
            ONE_AT_A_TIME.unlock();
        }
    }

    /** Drops what Liquibase keeps for each Database object, so that the next command starts afresh. */
    private static void forget() {
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .resetAll();
        Scope.getCurrentScope().getSingleton(ExecutorService.class).reset();
    }

    private static ResourceAccessor files(@Nullable Path directory) throws FileNotFoundException {
        ClassLoaderResourceAccessor schemas = new ClassLoaderResourceAccessor(Scope.class.getClassLoader());
        return directory == null
                ? schemas
                : new liquibase.resource.CompositeResourceAccessor(new DirectoryResourceAccessor(directory), schemas);
    }
}
