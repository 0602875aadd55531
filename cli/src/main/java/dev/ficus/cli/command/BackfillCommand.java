package dev.ficus.cli.command;

import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.BackfillResult;
import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.DatabaseSettings;
import dev.ficus.core.settings.StranglerSettings;
import dev.ficus.dualwrite.backfill.Backfill;
import dev.ficus.dualwrite.backfill.BackfillOptions;
import dev.ficus.dualwrite.backfill.Pace;
import dev.ficus.dualwrite.connect.MysqlServer;
import dev.ficus.dualwrite.control.Strangler;
import dev.ficus.dualwrite.scan.ScanOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backfill",
        header = "Copies a domain from MySQL to PostgreSQL while the application goes on writing.",
        footer = {
            "  ficus backfill orders                begin, or go on where an earlier run stopped",
            "  ficus backfill orders --restart --yes    empty the copy and begin anew"
        })
final class BackfillCommand extends DomainCommand {
    @Option(
            names = "--chunk-rows",
            paramLabel = "ROWS",
            order = 1,
            description = "Rows that are copied and committed at a time; 20000 if not given.")
    private int chunkRows = BackfillOptions.DEFAULT.chunkRows();

    @Option(
            names = "--restart",
            order = 2,
            description = "Empty the domain's tables in PostgreSQL and begin anew; needs --yes.")
    private boolean restart;

    @Option(
            names = "--workers",
            paramLabel = "NUMBER",
            order = 3,
            description = "How many chunks are copied at the same time; one for each core, 2 to 8, if not given.")
    private int workers = BackfillOptions.DEFAULT.workers();

    @Option(
            names = "--max-rows-per-second",
            paramLabel = "ROWS",
            order = 4,
            description = "Copy no faster than this on average.")
    private long maxRows;

    @Option(
            names = "--max-mb-per-second",
            paramLabel = "MB",
            order = 5,
            description = "Copy no faster than this on average.")
    private long maxMegabytes;

    @Option(
            names = "--max-threads-running",
            paramLabel = "NUMBER",
            order = 6,
            description = "Wait while MySQL's Threads_running is this high.")
    private long maxThreads;

    @Option(
            names = "--max-lag",
            paramLabel = "SECONDS",
            order = 7,
            description = "Wait while a standby of PostgreSQL, or the replica that is read, is further behind.")
    private long maxLag;

    @Option(
            names = "--replica",
            paramLabel = "URL",
            order = 8,
            description = "Read the rows from this replica of MySQL, a JDBC URL; with the user and the password of"
                    + " strangler.from. The copy begins once the replica has reached the start position.")
    private @Nullable String replica;

    @Option(
            names = "--retry-for",
            paramLabel = "SECONDS",
            order = 9,
            description = "How long a server that went away is tried again, before the run gives up; 600 if not given.")
    private long retrySeconds = 600;

    @Mixin
    private ScanChoice scan = new ScanChoice();

    @Override
    protected void check(Session session, StranglerSettings settings) {
        super.check(session, settings);
        if (chunkRows < 1) {
            throw usage("a chunk has at least one row", "--chunk-rows", "give a number from 1 on");
        }
        if (workers < 1
                || LongStream.of(maxRows, maxMegabytes, maxThreads, maxLag, retrySeconds)
                                .min()
                                .orElse(0)
                        < 0) {
            throw usage("a limit of the copy is not positive", "ficus backfill", "give a number from 1 on");
        }
        if (restart && !session.yes()) {
            throw usage(
                    "--restart empties the domain's tables in PostgreSQL",
                    "ficus backfill " + domain() + " --restart",
                    "if you mean that: ficus backfill " + domain() + " --restart --yes");
        }
    }

    @Override
    protected int run(Session session, Strangler strangler) {
        BackfillOptions options = new BackfillOptions(
                chunkRows,
                restart,
                true,
                scan.options(ScanOptions.SAMPLE.rowsPerTable()),
                workers,
                new Pace(maxRows, maxMegabytes, maxThreads, maxLag),
                Optional.ofNullable(replica)
                        .map(url -> replica(strangler.settings().from(), url)),
                Duration.ofSeconds(retrySeconds));
        return session.console().finish(BackfillResult.of(Backfill.run(strangler, domain(), options)));
    }

    private static MysqlServer replica(DatabaseSettings primary, String url) {
        if (!url.startsWith("jdbc:mysql:")) {
            throw usage(
                    "a replica is named by its JDBC URL", "--replica " + url, "write jdbc:mysql://HOST:PORT/DATABASE");
        }
        return new MysqlServer(new DatabaseSettings(
                "replica", primary.kind(), url, primary.user(), primary.password(), Optional.empty()));
    }

    private static FicusException usage(String what, String where, String fix) {
        return new FicusException(ErrorCode.USAGE_INVALID, what, where, fix);
    }
}
