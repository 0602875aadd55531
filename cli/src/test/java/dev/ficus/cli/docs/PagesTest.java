package dev.ficus.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages name what is there: files that exist, commands that the command line has, the commands that CI runs. */
class PagesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?ficus ((?:[a-z]+ ?)+)");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(page.resolveSibling(target))) {
                    dead.add(ROOT.relativize(page) + ": " + target);
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyCommandOnAPageIsACommandOfFicus() throws IOException {
        List<String> unknown = new ArrayList<>();
        int seen = 0;
        for (Path page : pages()) {
            for (Page.Block block : Page.read(page).blocks()) {
                Matcher command = COMMAND.matcher(block.text());
                while (command.find()) {
                    seen++;
                    if (!known(command.group(1).strip())) {
                        unknown.add(ROOT.relativize(page) + ": ficus " + command.group(1));
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(seen).isGreaterThan(30);
    }

    @Test
    void continuousIntegrationRunsTheTwoCommandsOfTheReadme() throws IOException {
        List<String> commands =
                Page.read(ROOT.resolve("README.md")).blocks().get(0).lines();
        assertThat(commands).containsExactly("./ficus demo", "mvn verify");
        assertThat(Files.readString(ROOT.resolve(".ci/run")))
                .contains("./ficus demo\n")
                .contains("mvn -B -ntp verify\n");
    }

    /** The words in front are commands; what follows may be an argument such as the name of a domain. */
    private static boolean known(String words) {
        String[] all = words.split(" ");
        List<String> line = new ArrayList<>(List.of(all[0]));
        boolean group = List.of("migrate", "cutover", "schema").contains(all[0]) && all.length > 1;
        if (group) {
            line.add(all[1]);
        }
        line.add("--help");
        return CommandRun.of(line.toArray(String[]::new)).exitCode() == 0;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(files, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        return pages;
    }
}
