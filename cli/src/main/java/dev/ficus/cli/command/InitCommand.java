package dev.ficus.cli.command;

import dev.ficus.cli.output.Result;
import dev.ficus.cli.output.TextPrinter;
import dev.ficus.cli.session.Session;
import dev.ficus.cli.wiring.NewProject;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "init",
        header = "Writes a commented ficus.yaml and the directories of the migrations; never overwrites one.",
        footer = {"  ficus init", "  ficus init --config conf/ficus.yaml"})
final class InitCommand extends SessionCommand {
    @Override
    protected int run(Session session) {
        NewProject project = NewProject.create(session.config());
        return session.console().finish(new Created(project.file(), project.directories()));
    }

    /** The document of {@code init}. */
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
