package dev.ficus.core.history;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that {@link MigrationHistory#create} wrote.
 *
 * @param id the id of the new change
 * @param files the change file, and the file of the way back where the format has one
 */
public record NewChange(String id, List<Path> files) {
    public NewChange {
        files = List.copyOf(files);
    }
}
