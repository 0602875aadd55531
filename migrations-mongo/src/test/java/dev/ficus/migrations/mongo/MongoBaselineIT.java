package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.history.BaselineOptions;
import dev.ficus.core.history.BaselineOptions.OtherTool;
import dev.ficus.core.history.BaselineReport;
import dev.ficus.core.history.BaselineReport.BaselinedChange;
import dev.ficus.core.history.ChangeReference;
import dev.ficus.core.history.HistoryEntry;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.progress.Progress;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Baseline, tags and unlock: what is written into the record without running anything. */
class MongoBaselineIT extends MongoFixture {

    @Test
    void filesUpToTheBaselineAreRecordedAndDoNotRun() throws Exception {
        collection("c1");
        collection("c2");
        collection("c3");
        BaselineReport report = baseline(Optional.empty(), Optional.of("c2"));
        assertThat(report.recorded())
                .containsExactly(new BaselinedChange("c1", "", "c1.yaml"), new BaselinedChange("c2", "", "c2.yaml"));
        assertThat(baseline(Optional.empty(), Optional.of("c2")).alreadyRecorded())
                .isEqualTo(2);
        assertThat(recorded()).containsExactly("c1", "c2");
        assertThat(applied(up())).containsExactly("c3");
        assertThat(collections()).contains("c3").doesNotContain("c1", "c2");
        assertThat(with(MongoHistory::validate)).isEmpty();
    }

    /** What a crash in the middle leaves: the last changes are recorded, the first are not. */
    @Test
    void baselineThatWasCutOffKeepsUpFromRunningAndIsRepeated() throws Exception {
        collection("c1");
        collection("c2");
        collection("c3");
        baseline(Optional.empty(), Optional.empty());
        in(db -> db.getCollection("mongockChangeLog").deleteOne(new Document("changeId", "c1")));
        assertThat(catchThrowableOfType(FicusException.class, this::up).code())
                .isEqualTo(ErrorCode.CHANGE_OUT_OF_ORDER);
        assertThat(baseline(Optional.empty(), Optional.empty()).recorded())
                .extracting(BaselinedChange::id)
                .containsExactly("c1");
        assertThat(applied(up())).isEmpty();
    }

    @Test
    void recordedUnitsOfMongockStayAndAreNotAskedFor() throws Exception {
        collection("c1");
        in(db -> db.getCollection("mongockChangeLog")
                .insertOne(new Document("executionId", "x")
                        .append("changeId", "unit")
                        .append("author", "ben")
                        .append("timestamp", new Date(5))
                        .append("state", "EXECUTED")
                        .append("type", "EXECUTION")
                        .append("changeLogClass", "shop.Unit")
                        .append("changeSetMethod", "run")
                        .append("systemChange", false)));
        baseline(Optional.empty(), Optional.empty());
        assertThat(recorded()).containsExactly("unit", "c1");
    }

    @Test
    void baselineIsWrittenLastChangeFirst() throws Exception {
        collection("c1");
        collection("c2");
        baseline(Optional.empty(), Optional.empty());
        assertThat(rows("changeId", new Document())).containsExactly("c2", "c1");
    }

    @Test
    void historyOfMigrateMongoIsTakenOver() throws Exception {
        write("20160608155948-blacklist.yaml", "id: blacklist\nsteps:\n  - apply: { createCollection: a }\n");
        write(
                "20170608155948-whitelist.json",
                "{\"id\": \"white\", \"steps\": [{\"apply\": {\"createCollection\": \"b\"}}]}");
        write("20180608155948-more.yml", "id: more\nsteps:\n  - apply: { createCollection: c }\n");
        migrateMongo("20160608155948-blacklist.js");
        migrateMongo("20170608155948-whitelist.js");
        assertThat(baseline(Optional.of(OtherTool.MIGRATE_MONGO), Optional.empty())
                        .recorded())
                .extracting(BaselinedChange::id)
                .containsExactly("blacklist", "white");
        assertThat(applied(up())).containsExactly("more");
    }

    @Test
    void scriptsOfMigrateMongoWithoutAFileAreAllNamed() throws Exception {
        write("1-a.yaml", "id: a\nsteps:\n  - apply: { createCollection: a }\n");
        migrateMongo("1-a.js");
        migrateMongo("2-b.js");
        migrateMongo("3-c.js");
        FicusException refused = catchThrowableOfType(
                FicusException.class, () -> baseline(Optional.of(OtherTool.MIGRATE_MONGO), Optional.empty()));
        assertThat(refused.problems())
                .extracting(problem -> problem.code() + " " + problem.what())
                .containsExactly(
                        "BASELINE_REFUSED migrate-mongo ran 2-b.js, and no file of this history has that name",
                        "BASELINE_REFUSED migrate-mongo ran 3-c.js, and no file of this history has that name");
        assertThat(recorded()).isEmpty();
    }

    @Test
    void otherRecordsAreRefused() throws Exception {
        collection("a");
        for (OtherTool tool : OtherTool.values()) {
            FicusException refused =
                    catchThrowableOfType(FicusException.class, () -> baseline(Optional.of(tool), Optional.empty()));
            assertThat(refused.code()).as(tool.name()).isEqualTo(ErrorCode.BASELINE_REFUSED);
        }
        assertThat(recorded()).isEmpty();
    }

    @Test
    void tagNamesTheLastChangeAndIsShown() throws Exception {
        FicusException early = catchThrowableOfType(FicusException.class, () -> with(history -> history.tag("v1")));
        assertThat(early.code()).isEqualTo(ErrorCode.TAG_REFUSED);
        collection("a");
        up();
        assertThat(with(history -> history.tag("v1")).change()).isEqualTo("a");
        collection("b");
        up();
        FicusException taken = catchThrowableOfType(FicusException.class, () -> with(history -> history.tag("v1")));
        assertThat(taken.code()).isEqualTo(ErrorCode.TAG_REFUSED);
        FicusException change = catchThrowableOfType(FicusException.class, () -> with(history -> history.tag("a")));
        assertThat(change.problem().what()).startsWith("a is the name of another change");
        with(history -> history.tag("typo"));
        with(history -> history.tag("v2"));
        assertThat(with(MongoHistory::history))
                .extracting(HistoryEntry::tag)
                .containsExactly(Optional.of("v1"), Optional.of("v2"));
    }

    @Test
    void rowOfMongockItselfCanCarryATag() throws Exception {
        in(db -> db.getCollection("mongockChangeLog")
                .insertOne(new Document("executionId", "x")
                        .append("changeId", "unit")
                        .append("author", "ben")
                        .append("timestamp", new Date(5))
                        .append("state", "EXECUTED")
                        .append("type", "EXECUTION")
                        .append("changeLogClass", "shop.Unit")
                        .append("changeSetMethod", "run")
                        .append("metadata", null)
                        .append("executionMillis", 3L)
                        .append("systemChange", false)));
        with(history -> history.tag("v1"));
        HistoryEntry entry = with(MongoHistory::history).get(0);
        assertThat(entry.tag()).contains("v1");
        assertThat(entry.toolVersion()).contains("Mongock");
    }

    @Test
    void lockOfALiveHolderIsNotTaken() {
        try (MongoSession other = MongoSession.open(database);
                MongoLock lock = MongoLock.acquire(other.database(), "content", PATIENT, Progress.SILENT)) {
            FicusException held = catchThrowableOfType(FicusException.class, () -> with(MongoHistory::unlock));
            assertThat(held.code()).isEqualTo(ErrorCode.LOCK_HELD);
            assertThat(held.problem().what())
                    .contains("pid " + ProcessHandle.current().pid() + " on ", " s, lease until ");
            lock.check();
        }
        assertThat(with(MongoHistory::unlock)).isEqualTo(new UnlockReport(Optional.empty(), false));
    }

    @Test
    void lockWhoseLeaseIsOverIsFreedAndItsHolderTold() {
        lock("ana@build-7 pid 41 since 2026-11-22T10:00:00Z 7c0d", -1);
        UnlockReport report = with(MongoHistory::unlock);
        assertThat(report.released()).isTrue();
        UnlockReport.Holder holder = report.holder().orElseThrow();
        assertThat(holder.who()).isEqualTo("ana pid 41");
        assertThat(holder.host()).contains("build-7");
        assertThat(holder.age()).get().isNotEqualTo(Duration.ZERO);
        assertThat(holder.live()).isFalse();
        assertThat(count("mongockLock", new Document())).isZero();
    }

    @Test
    void lockOfMongockItselfHasAnOwnerAlone() {
        lock("5b1f6f7e-0000-4000-8000-000000000000", -1);
        UnlockReport.Holder holder = with(MongoHistory::unlock).holder().orElseThrow();
        assertThat(holder.who()).isEqualTo("5b1f6f7e-0000-4000-8000-000000000000");
        assertThat(holder.host()).isEmpty();
    }

    private void lock(String owner, long seconds) {
        in(db -> db.getCollection("mongockLock")
                .insertOne(new Document("key", "DEFAULT_KEY")
                        .append("status", "LOCK_HELD")
                        .append("owner", owner)
                        .append("expiresAt", new Date(System.currentTimeMillis() + seconds * 1000))));
    }

    private void migrateMongo(String script) {
        in(db -> db.getCollection("changelog")
                .insertOne(new Document("fileName", script)
                        .append("appliedAt", new Date())
                        .append("fileHash", "")));
    }

    private BaselineReport baseline(Optional<OtherTool> from, Optional<String> to) {
        BaselineOptions options = new BaselineOptions(from, to.map(ChangeReference::new), PATIENT);
        return with(history -> history.baseline(options, Progress.SILENT));
    }
}
