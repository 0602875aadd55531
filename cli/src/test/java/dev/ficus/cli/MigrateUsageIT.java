package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user types wrongly at {@code ficus migrate}: the whole message, the synopsis, exit code 2, and nothing done. */
class MigrateUsageIT {
    @TempDir
    private Path directory;

    private ThreeHistories histories;

    @BeforeEach
    void threeHistories() {
        histories = new ThreeHistories(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            down                                     | a run down says how far it goes | ficus migrate down | add --to CHANGE_OR_TAG, or --steps NUMBER
            down --steps 1                           | without --plan a run down is about one database, and this is about 3 | --db | add --db legacy or --db primary or --db content
            down --steps 1 --db primary              | a run down can destroy data | ficus migrate down | look at it first: ficus migrate plan --down --db primary --steps 1; or add --yes
            down --steps 0 --db primary --yes        | a run takes at least one step, not 0 | --steps | give a number from 1 on
            plan --down                              | a run down says how far it goes | --down | add --to CHANGE_OR_TAG, or --steps NUMBER
            plan --down --steps 1 --out-of-order     | a run down has no order to keep | --out-of-order | leave it out
            plan --to V001__reviews                  | --to is about one database, and this is about 3 | --to | add --db legacy or --db primary or --db content
            up --to V001__reviews                    | --to is about one database, and this is about 3 | --to | add --db legacy or --db primary or --db content
            up --steps 1 --db legacy --db primary    | --steps is about one database, and this is about 2 | --steps | add --db legacy or --db primary
            up --lock-timeout -1                     | a wait cannot be shorter than nothing: -1 | --lock-timeout | give a number of seconds; 0 does not wait
            repair --change V001__orders             | this command is about one database, and this is about 3 | --db | add --db legacy or --db primary or --db content
            repair --db legacy --change x --from 2   | --from says at which statement a resumed change goes on, from 1 | --from | write: --resume --from NUMBER
            baseline --to V001__orders               | --to is about one database, and this is about 3 | --to | add --db legacy or --db primary or --db content
            baseline --from flyway                   | --from is about one database, and this is about 3 | --from | add --db legacy or --db primary or --db content
            new something                            | this command is about one database, and this is about 3 | --db | add --db legacy or --db primary or --db content
            up --db primary --classpath units.jar    | change units are for MongoDB, and none of these databases is one | --classpath | leave it out, or name a MongoDB database with --db
            up --to a --steps 1                      | --to=CHANGE, --steps=NUMBER are mutually exclusive (specify only one) | ficus migrate up | see: ficus migrate up --help
            repair --change x --resume --forget      | --resume, --forget are mutually exclusive (specify only one) | ficus migrate repair | see: ficus migrate repair --help
            repair                                   | missing required option: '--change=ID' | ficus migrate repair | see: ficus migrate repair --help
            baseline --from flway                    | invalid value for option '--from': expected one of flyway, liquibase, prisma, migrate-mongo, not 'flway' | ficus migrate baseline | see: ficus migrate baseline --help
            lint --fail-on eror                      | invalid value for option '--fail-on': expected one of error, warning, info, not 'eror' | ficus migrate lint | see: ficus migrate lint --help
            drift --scratch docker                   | invalid value for option '--scratch': expected one of server, sandbox, not 'docker' | ficus migrate drift | see: ficus migrate drift --help
            tag                                      | missing required parameter: 'NAME' | ficus migrate tag | see: ficus migrate tag --help
            new                                      | missing required parameter: 'NAME' | ficus migrate new | see: ficus migrate new --help
            plan --dwn                               | unknown option: '--dwn' | ficus migrate plan | did you mean --down?
            """)
    void wrongUsage(String line, String what, String where, String fix) throws Exception {
        String[] words = Stream.concat(Stream.of("migrate"), Arrays.stream(line.split(" ")))
                .toArray(String[]::new);
        CommandRun run = histories.project.run(words);
        String command = "ficus migrate " + line.split(" ")[0];
        assertThat(run.err()).startsWith("""
                error USAGE_INVALID: %s
                  at:  %s
                  fix: %s
                Usage: %s [OPTIONS]""".formatted(what, where, fix, command));
        assertThat(run.err()).endsWith("Try '" + command + " --help'\n");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        JsonNode document = histories.project.json(2, words);
        assertThat(document.at("/error/what").asText()).isEqualTo(what);
        assertThat(document.get("document").asText()).isEqualTo("ficus/error/v1");
    }

    @ParameterizedTest
    @CsvSource({
        "up, --to, V001__reviws",
        "plan, --to, V001__reviws",
        "repair, --change, V001__reviws",
        "baseline, --to, V001__reviws"
    })
    void changeThatNobodyKnowsIsNamed(String command, String option, String change) {
        JsonNode document = histories.project.json(2, "migrate", command, option, change, "--db", "primary");
        assertThat(document.at("/error/code").asText()).isEqualTo("CHANGE_UNKNOWN");
        assertThat(document.get("error").toString()).contains(change);
    }
}
