package dev.ficus.cli.command;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.strangler.ProposalResult;
import dev.ficus.cli.wiring.NewProject;
import dev.ficus.cli.wiring.ProjectSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        header = "Writes a commented ficus.yaml and the directories of the migrations; never overwrites one.",
        footer = {
            "  ficus init",
            "  ficus init --config conf/ficus.yaml",
            "  LEGACY_PASSWORD=… ficus init --from jdbc:mysql://db1:3306/shop --user ficus"
        })
final class InitCommand extends SessionCommand {
    /** The options that only make sense with {@code --from}. */
    static final class Source {
        @Option(
                names = "--from",
                paramLabel = "URL",
                order = 1,
                required = true,
                description =
                        "Look at this MySQL or MariaDB database and propose domains: tables that foreign keys tie.")
        private String from = "";

        @Option(
                names = "--user",
                paramLabel = "NAME",
                order = 2,
                defaultValue = "ficus",
                description = "Who logs in to it; ficus if not given.")
        private String user = "";

        @Option(
                names = "--password-env",
                paramLabel = "NAME",
                order = 3,
                defaultValue = "LEGACY_PASSWORD",
                description = "The environment variable with the password; LEGACY_PASSWORD if not given.")
        private String passwordVariable = "";

        @Option(
                names = "--to",
                paramLabel = "URL",
                order = 4,
                description = "The PostgreSQL database to write into the file; a placeholder if not given.")
        @Nullable
        private String to;
    }

    @ArgGroup(exclusive = false)
    @Nullable
    private Source source;

    @Override
    protected int run(Session session) {
        if (source == null) {
            NewProject project = NewProject.create(session.config());
            return session.console().finish(new Created(project.file(), project.directories()));
        }
        ProjectSource from =
                new ProjectSource(source.from, source.user, source.passwordVariable, Optional.ofNullable(source.to));
        return session.console()
                .finish(ProposalResult.of(NewProject.propose(session.config(), from, session.environment())));
    }

    /** The document of {@code init} without {@code --from}. */
    record Created(String file, List<String> directories) implements Result {
        @Override
        public String document() {
            return "init";
        }

        @Override
        public void writeText(TextPrinter out) {
            out.line("wrote " + file);
            directories.forEach(directory -> out.line("made  " + directory));
        }

        @Override
        public Optional<String> next() {
            return Optional.of("doctor");
        }
    }
}
