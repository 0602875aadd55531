package dev.ficus.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation as its fenced blocks, in order. A block {@code ```console} holds commands behind {@code $ };
 * a block with a file name behind its language, such as {@code ```sql V001.sql}, is a file of the reader's project.
 */
public record Page(List<Block> blocks) {

    /** @param info what stands behind the opening fence */
    public record Block(String info, List<String> lines) {
        public List<String> commands() {
            return lines.stream()
                    .filter(line -> line.startsWith("$ "))
                    .map(line -> line.substring(2).replaceFirst("\\s+#.*$", ""))
                    .toList();
        }

        /** The file's name, empty where the block is no file. */
        public String file() {
            int space = info.indexOf(' ');
            return space < 0 ? "" : info.substring(space + 1);
        }

        public String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    public static Page read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String info = null;
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("```")) {
                lines.add(line);
            } else if (info == null) {
                info = line.substring(3).strip();
                lines = new ArrayList<>();
            } else {
                blocks.add(new Block(info, List.copyOf(lines)));
                info = null;
            }
        }
        return new Page(List.copyOf(blocks));
    }
}
