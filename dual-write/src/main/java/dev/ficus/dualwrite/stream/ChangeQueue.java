package dev.ficus.dualwrite.stream;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.dualwrite.control.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands transactions from the thread that reads a log to the thread that applies them. Bounded by weight: the reader
 * waits while the queue is full, and one transaction that is heavier than the whole queue is let in alone. A failure is
 * told after every transaction that came before it. Thread-safe, for one reading and one applying thread.
 *
 * <p>A thread is woken only where it waits, and a reader only when half of the queue is free: so while the applying side is the
 * slower one, both work through many transactions without a switch between them.
 */
final class ChangeQueue {
    private final long capacity;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long weight;
    private boolean waitsForRoom;
    private boolean waitsForMore;
    private Position read;
    private Position delivered;
    private @Nullable FicusException failure;
    private boolean closed;

    private record Entry(SourceTransaction transaction, long weight) {}

    /** Thrown at the reading thread when the applying side has closed the capture. */
    static final class Closed extends RuntimeException {}

    /** @param capacity in the unit that {@link #offer} counts in, about bytes */
    ChangeQueue(long capacity, Position start) {
        this.capacity = capacity;
        this.read = start;
        this.delivered = start;
    }

    /** Adds a transaction, waiting for room; false where there was none in time. */
    synchronized boolean offer(SourceTransaction transaction, long size, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!closed && !entries.isEmpty() && weight + size > capacity) {
            waitsForRoom = true;
            if (!await(end)) {
                return false;
            }
        }
        waitsForRoom = false;
        if (closed) {
            transaction.changes().close();
        }
        refuseIfClosed();
        if (entries.isEmpty()) {
            delivered = read;
        }
        entries.add(new Entry(transaction, size));
        weight += size;
        read = transaction.position();
        if (waitsForMore) {
            notifyAll();
        }
        return true;
    }

    /** Tells that the log was read up to here and that nothing more of it has to be delivered. */
    synchronized void advance(Position position) {
        refuseIfClosed();
        if (position.compareTo(read) > 0) {
            read = position;
        }
    }

    /** As {@link #advance}, unless something is still to be polled or the queue is closed. */
    synchronized void advanceIfEmpty(Position position) {
        if (entries.isEmpty() && position.compareTo(read) > 0) {
            read = position;
        }
    }

    /** The first failure counts; once the queue is empty it is thrown by every {@link #poll} that may wait. */
    synchronized void fail(FicusException e) {
        if (failure == null) {
            failure = e;
            notifyAll();
        }
    }

    synchronized boolean failed() {
        return failure != null;
    }

    /**
     * The next transaction, or empty when none came in time. A poll that may not wait takes what is there and tells no
     * failure, so that whoever gathers a batch keeps it.
     */
    synchronized Optional<SourceTransaction> poll(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!closed && entries.isEmpty() && (failure == null || timeout.isZero())) {
            waitsForMore = true;
            if (!await(end)) {
                return Optional.empty();
            }
        }
        waitsForMore = false;
        if (closed) {
            throw new FicusException(
                    ErrorCode.INTERRUPTED,
                    "the stream was closed",
                    "the stream's position " + delivered.place(),
                    "start it again: ficus sync");
        }
        if (entries.isEmpty()) {
            throw java.util.Objects.requireNonNull(failure);
        }
        Entry entry = entries.remove();
        weight -= entry.weight();
        delivered = entry.transaction().position();
        if (waitsForRoom && weight <= capacity / 2) {
            notifyAll();
        }
        return Optional.of(entry.transaction());
    }

    /** Everything before this position was delivered or was of no concern. */
    synchronized Position position() {
        return entries.isEmpty() ? read : delivered;
    }

    synchronized void close() {
        closed = true;
        entries.forEach(entry -> entry.transaction().changes().close());
        entries.clear();
        notifyAll();
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new Closed();
        }
    }

    /** Waits for a change; false when the time is up. */
    private boolean await(long end) throws InterruptedException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            return false;
        }
        wait(left);
        return true;
    }
}
