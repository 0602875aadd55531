package dev.ficus.migrations.sql;

import dev.ficus.core.history.NewChange;
import dev.ficus.core.history.NewFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a new change in the naming scheme of the directory: {@code V008__name.sql} with its {@code U} file where there are
 * such files or none at all, else one file of formatted SQL that sorts last.
 */
final class ChangeCreation {
    private static final List<String> ROOTS =
            List.of("changelog.yaml", "changelog.yml", "changelog.xml", "changelog.sql");

    private final HistorySource source;
    private final String database;
    private final ChangeTemplate template;

    ChangeCreation(HistorySource source, String database, SqlDialect dialect) {
        this.source = source;
        this.database = database;
        this.template = dialect.template();
    }

    NewChange create(String name) {
        String slug = NewFile.slug(name);
        Path directory =
                source.path().orElseThrow(() -> new IllegalStateException("a history of resources gets no new files"));
        List<String> names = source.files(database, problem -> {}).stream()
                .map(SourceFile::name)
                .toList();
        List<String> versioned = names.stream()
                .filter(each -> PlainFile.version(each, 'V').isPresent())
                .toList();
        Optional<String> root = names.stream().filter(ROOTS::contains).findFirst();
        return root.isEmpty() && (names.isEmpty() || !versioned.isEmpty())
                ? versioned(directory, versioned, slug)
                : formatted(directory, names, slug, root);
    }

    private NewChange versioned(Path directory, List<String> versioned, String slug) {
        String stem = NewFile.number(versioned) + "__" + slug;
        Path back = directory.resolve("U" + stem + ".sql");
        NewFile.refuse(back);
        Path change = NewFile.write(directory.resolve("V" + stem + ".sql"), template.up());
        return new NewChange("V" + stem, List.of(change, NewFile.write(back, template.down())));
    }

    private NewChange formatted(Path directory, List<String> names, String slug, Optional<String> root) {
        List<String> others = new ArrayList<>(names);
        others.removeAll(ROOTS);
        String stem = NewFile.stem(others, slug, ".sql");
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
        root.ifPresent(
                each -> text.append("-- Include this file in ").append(each).append(".\n"));
        text.append("\n--changeset ").append(author()).append(':').append(stem).append('\n');
        text.append(template.up());
        template.down()
                .lines()
                .filter(line -> !line.startsWith("--") && !line.isBlank())
                .forEach(line -> text.append("--rollback ").append(line).append('\n'));
        return new NewChange(stem, List.of(NewFile.write(directory.resolve(stem + ".sql"), text.toString())));
    }

    private static String author() {
        return System.getProperty("user.name", "unknown").replaceAll("[\\s:]+", "-");
    }
}
