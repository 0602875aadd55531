package dev.ficus.migrations.mongo;

import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.NewFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Writes a new change file that sorts last. The template passes lint, and runs as it is: its one step asks for nothing. */
final class ChangeCreation {
    private static final String TEMPLATE = """
            id: %s
            author: %s
            steps:
              # Write the steps here, each with what takes it back, such as:
              # - apply: { createCollection: reviews }
              #   rollback: { dropCollection: reviews }
              - apply: { runCommand: { ping: 1 } }
                rollback: { runCommand: { ping: 1 } }
            """;

    private ChangeCreation() {}

    static NewChange create(Path directory, String name) {
        String slug = NewFile.slug(name);
        String stem = NewFile.stem(names(directory), slug, ".yaml");
        String author = System.getProperty("user.name", "unknown").replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        Path file = NewFile.write(directory.resolve(stem + ".yaml"), TEMPLATE.formatted(stem, author));
        return new NewChange(stem, List.of(file));
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
