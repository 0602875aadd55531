package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.ficus.core.history.LintOptions;
import dev.ficus.core.history.LintReport;
import dev.ficus.core.history.LintReport.Finding;
import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.UpOptions;
import dev.ficus.core.progress.Progress;
import dev.ficus.core.settings.DatabaseKind;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.sandbox.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lint looks at with a server, and the files that {@code new} writes. */
class MongoLintIT {
    private static final String MAKE = """
            id: make
            steps:
              - apply: { createCollection: reviews }
                rollback: { dropCollection: reviews }
            """;
    private static final String INDEX = """
            id: index
            steps:
              - apply: { createIndex: { collection: reviews, keys: { product: 1 }, name: by_product } }
                rollback: { dropIndex: { collection: reviews, name: by_product } }
            """;

    @TempDir
    private Path directory;

    private DatabaseSettings database;

    @BeforeEach
    void freshDatabase() throws IOException {
        DatabaseSettings fresh = SharedServers.server(DatabaseKind.MONGO).freshDatabase("content");
        database = new DatabaseSettings(
                fresh.name(), fresh.kind(), fresh.url(), fresh.user(), fresh.password(), Optional.of(directory));
    }

    @Test
    void aCollectionThatAnEarlierPendingChangeMakesIsLeftAlone() throws IOException {
        write("001-make.yaml", MAKE);
        write("002-index.yaml", INDEX);
        assertThat(lint(false, false).findings()).isEmpty();
        assertThat(lint(false, true).findings())
                .as("offline nobody knows whether 001 has run")
                .extracting(finding -> finding.rule().id())
                .containsExactly("MG001");
    }

    @Test
    void pendingChangesAreLookedAtWithTheSizeOfTheCollection() throws IOException {
        write("001-make.yaml", MAKE);
        up();
        try (MongoClient client = MongoClients.create(database.url())) {
            String name = database.url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
            for (int i = 0; i < 5; i++) {
                client.getDatabase(name).getCollection("reviews").insertOne(new Document("n", i));
            }
        }
        write("002-index.yaml", INDEX);
        LintReport report = lint(false, false);
        assertThat(report.changes()).isEqualTo(1);
        assertThat(report.server()).startsWith("MongoDB ").doesNotContain("not asked");
        assertThat(report.findings())
                .singleElement()
                .extracting(Finding::what)
                .asString()
                .endsWith("; collection reviews has about 5 documents");
        assertThat(lint(true, false).changes()).isEqualTo(2);
    }

    @Test
    void newFilesAreNumberedAndPassLintAndRunAsTheyAre() throws IOException {
        NewChange first = with(history -> history.create("Add reviews"));
        assertThat(first.files()).containsExactly(directory.resolve("001-add-reviews.yaml"));
        write("0041-make.yaml", MAKE);
        NewChange second = with(history -> history.create("more"));
        assertThat(second.files()).containsExactly(directory.resolve("0042-more.yaml"));
        for (boolean offline : new boolean[] {true, false}) {
            assertThat(lint(true, offline).findings()).isEmpty();
        }
        up();
        assertThat(with(MongoHistory::validate)).isEmpty();
        assertThat(with(MongoHistory::history)).extracting(entry -> entry.id()).contains(first.id(), second.id());
    }

    private void up() {
        assertThat(with(history -> history.up(UpOptions.DEFAULT, Progress.SILENT))
                        .applied())
                .isNotEmpty();
    }

    private LintReport lint(boolean all, boolean offline) {
        return with(history -> history.lint(new LintOptions(all, offline)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private <T> T with(Function<MongoHistory, T> work) {
        try (MongoHistory history = MongoHistory.open(database)) {
            return work.apply(history);
        }
    }
}
