package dev.ficus.cli.demo;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * The ledger on disk, append-only, one line for each row that a write changed, tab-separated: time, outcome, side, number
 * of row changes in the write, domain, table, key, version, and content hash or {@code deleted}. A line is handed to the
 * operating system before the application goes on. Thread-safe.
 */
final class LedgerFile implements AutoCloseable {
    private final Path file;
    private final BufferedWriter writer;

    LedgerFile(Path file) {
        this.file = file;
        try {
            this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    synchronized void append(String outcome, String side, List<WrittenRow> rows) {
        try {
            for (WrittenRow row : rows) {
                writer.write(line(outcome, side, rows.size(), row));
            }
            writer.flush();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static String line(String outcome, String side, int changes, WrittenRow row) {
        return String.join(
                "\t",
                Instant.now().toString(),
                outcome,
                side,
                Integer.toString(changes),
                row.key().table().domain(),
                row.key().table().table(),
                row.key().text(),
                Long.toString(row.version()),
                row.row().map(ShopRow::hash).orElse("deleted") + "\n");
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static FicusException failed(Path file, IOException e) {
        return new FicusException(
                ErrorCode.FILE_UNWRITABLE,
                "the ledger cannot be written: " + e.getMessage(),
                file.toString(),
                "make room in the directory of temporary files",
                e);
    }
}
