package dev.ficus.migrations.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.ficus.core.settings.DatabaseSettings;
import io.mongock.driver.mongodb.sync.v4.driver.MongoSync4Driver;
import io.mongock.runner.standalone.MongockStandalone;
import io.mongock.runner.standalone.RunnerStandaloneBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** Mongock's own runner on the units of a jar, as an application starts it. */
final class MongockItself {
    private MongockItself() {}

    static void run(DatabaseSettings database, Path jar, List<String> classes) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] urls = {jar.toUri().toURL()};
        try (MongoClient client = MongoClients.create(database.url());
                URLClassLoader loader = new URLClassLoader(urls, before);
                MongoSession session = MongoSession.open(database)) {
            Thread.currentThread().setContextClassLoader(loader);
            MongoSync4Driver driver =
                    MongoSync4Driver.withLockStrategy(client, session.database().getName(), 3_000, 10_000, 500);
            driver.disableTransaction();
            RunnerStandaloneBuilder builder = MongockStandalone.builder()
                    .setDriver(driver)
                    .setLockGuardEnabled(false)
                    .setTransactional(false);
            for (String name : classes) {
                builder.addMigrationClass(load(loader, name));
            }
            builder.buildRunner().execute();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
