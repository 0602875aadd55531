package dev.ficus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.command.CommandLines;
import dev.ficus.cli.session.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandReferenceTest {
    @Test
    void referenceHasEveryCommandAndNoOther() throws IOException {
        List<String> documented = reference()
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(commands()
                        .map(command -> command.getCommandSpec().qualifiedName())
                        .toList());
    }

    @Test
    void referenceNamesEveryOption() throws IOException {
        String reference = reference();
        List<String> missing = commands()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::longestName)
                .distinct()
                .filter(name -> !reference.contains(name))
                .toList();
        assertThat(missing).isEmpty();
    }

    private static Stream<CommandLine> commands() {
        CommandLine root = CommandLines.all(Terminal.ofProcess());
        return root.getSubcommands().values().stream().flatMap(CommandReferenceTest::below);
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandReferenceTest::below));
    }

    private static String reference() throws IOException {
        return Files.readString(Path.of("../docs/reference/cli.md"));
    }
}
