package dev.ficus.dualwrite.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads a capture in tests and writes changes as text, such as {@code update t(1) id=1,name=ana}. */
final class CaptureProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CaptureProbe() {}

    /** Everything up to and including the transaction with this beat. */
    static List<SourceTransaction> upToBeat(Capture capture, long beat) {
        List<SourceTransaction> transactions = new ArrayList<>();
        while (transactions.isEmpty()
                || transactions
                        .get(transactions.size() - 1)
                        .beat()
                        .filter(got -> got.number() == beat)
                        .isEmpty()) {
            transactions.add(next(capture));
        }
        return transactions;
    }

    static SourceTransaction next(Capture capture) {
        Optional<SourceTransaction> next = capture.poll(PATIENCE);
        assertThat(next).as("a transaction within " + PATIENCE).isPresent();
        return next.get();
    }

    /** Polls until the capture fails, and tells what it delivered before. */
    static Failure failure(Capture capture) {
        List<String> before = new ArrayList<>();
        try {
            while (true) {
                before.addAll(changes(List.of(next(capture))));
            }
        } catch (FicusException e) {
            return new Failure(before, e);
        }
    }

    record Failure(List<String> before, FicusException exception) {
        ErrorCode code() {
            return exception.code();
        }
    }

    static List<String> changes(List<SourceTransaction> transactions) {
        return transactions.stream()
                .flatMap(transaction ->
                        StreamSupport.stream(transaction.changes().spliterator(), false))
                .map(CaptureProbe::text)
                .toList();
    }

    static String text(RowChange change) {
        String key = "(" + String.join(",", change.key().texts()) + ")";
        if (change instanceof RowChange.Insert insert) {
            return "insert " + change.table().name() + " " + values(insert, insert.after());
        }
        if (change instanceof RowChange.Update update) {
            return "update " + change.table().name() + key + " " + values(update, update.after());
        }
        return "delete " + change.table().name() + key;
    }

    private static String values(RowChange change, Row row) {
        return change.table().columns().stream()
                .map(column -> column.name() + "=" + value(row, column))
                .collect(Collectors.joining(","));
    }

    private static String value(Row row, Column column) {
        if (!row.sent(column.ordinal())) {
            return "(unchanged)";
        }
        String value = row.value(column.ordinal());
        return value == null ? "NULL" : value;
    }
}
