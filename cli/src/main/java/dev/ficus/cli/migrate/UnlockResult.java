package dev.ficus.cli.migrate;

import dev.ficus.cli.output.Amount;
import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.core.history.UnlockReport;
import dev.ficus.core.settings.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of {@code migrate unlock}. A live holder is an error, and not in here. */
public record UnlockResult(List<Database> databases) implements Result {

    /**
     * One history.
     *
     * @param holder null where nobody held the lock
     * @param released whether a dead holder's lock was freed now
     */
    public record Database(
            String name, String kind, @Nullable Holder holder, boolean released) {
        private String summary() {
            if (holder == null) {
                return "nobody holds the lock";
            }
            return (released ? "freed the lock of " : "the lock is free; it was held by ") + holder.text();
        }
    }

    /**
     * Who held it; null stands for what the server does not tell.
     *
     * @param ageSeconds how long the lock, or its session, has been there
     */
    public record Holder(
            String who, @Nullable String host, @Nullable Long ageSeconds, boolean live) {
        private static Holder of(UnlockReport.Holder holder) {
            return new Holder(
                    holder.who(),
                    holder.host().orElse(null),
                    holder.age().map(Duration::toSeconds).orElse(null),
                    holder.live());
        }

        private String text() {
            return who
                    + (host == null ? "" : " at " + host)
                    + (ageSeconds == null ? "" : ", " + Amount.of(ageSeconds, "second") + " old");
        }
    }

    /** What one database reported. */
    public static Database of(DatabaseSettings database, UnlockReport report) {
        return new Database(
                database.name(),
                database.kind().word(),
                report.holder().map(Holder::of).orElse(null),
                report.released());
    }

    @Override
    public String document() {
        return "migrate-unlock";
    }

    @Override
    public void writeText(TextPrinter out) {
        for (Database database : databases) {
            out.line(out.style().strong(database.name()) + " (" + database.kind() + "): " + database.summary());
        }
    }

    @Override
    public Optional<String> next() {
        return Optional.of("migrate status");
    }
}
