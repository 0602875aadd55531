package dev.ficus.dualwrite.stream;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import dev.ficus.dualwrite.value.MysqlType;
import dev.ficus.dualwrite.value.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Spill spaces and changes for tests. */
final class Spills {
    private Spills() {}

    /** A table of this name with the columns id and name. */
    static Table table(String name) {
        List<Column> columns = List.of(column("id", 0), column("name", 1));
        return new Table("legacy", name, name, columns, columns.subList(0, 1), List.of(), List.of());
    }

    private static Column column(String name, int place) {
        MysqlType type = new MysqlType("bigint", "bigint", 0, 19, 0, 0, Optional.empty(), List.of());
        return new Column(
                name,
                name,
                place,
                type,
                Values.of(type, Optional.empty()).orElseThrow(),
                place > 0,
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                "");
    }

    static SpillSpace inTemporary(long limit) {
        return new SpillSpace(Path.of(System.getProperty("java.io.tmpdir")), limit);
    }

    /** The names of spill files that can be seen. */
    static List<String> seen(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many files below this directory, with or without a name, this process has open. */
    static long open(Path directory) {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(handle -> target(handle).startsWith(directory + "/"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<RowChange> all(Iterable<RowChange> changes) {
        List<RowChange> list = new ArrayList<>();
        changes.forEach(list::add);
        return list;
    }

    private static String target(Path handle) {
        try {
            return Files.readSymbolicLink(handle).toString();
        } catch (IOException e) {
            return ""; // the handle of the listing itself is closed already
        }
    }
}
