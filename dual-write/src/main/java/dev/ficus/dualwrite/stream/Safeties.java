package dev.ficus.dualwrite.stream;

/**
 * What keeps a stream exact, each to be switched off by a negative control of the tests: with one missing, damage must
 * show. Package-private, and {@link #ALL} everywhere outside the tests, so that no command and no setting reaches it. The
 * barrier of a backfill has its switch in {@code BackfillOptions}.
 *
 * <p>A test in this package gives them to {@code Sync.run} or {@code StreamSession.open}, such as
 * {@code Sync.run(strangler, domains, options, name -> {}, Safeties.ALL.withoutMark())}.
 *
 * @param lock one session at a time: the stream's lock on the connection that applies. Without it two runners apply side
 *     by side, and only compare-and-set stands between them
 * @param compareAndSet the checkpoint moves only from the position and epoch that were read; otherwise it is overwritten
 * @param mark the checkpoint moves in the transaction of the data, which it thereby marks; otherwise it moves in a
 *     transaction of its own, after that of the data
 * @param echoes what becomes of transactions that carry the mark of the opposite stream
 * @param structure a statement that changes a tracked table ends the session before the first row behind it
 * @param readBack where a session goes on after a COMMIT whose outcome is unknown
 */
record Safeties(
        boolean lock, boolean compareAndSet, boolean mark, EchoRule echoes, boolean structure, ReadBack readBack) {
    static final Safeties ALL = new Safeties(true, true, true, EchoRule.SKIP_MARKED, true, ReadBack.CHECKPOINT);

    Safeties withoutLock() {
        return new Safeties(false, compareAndSet, mark, echoes, structure, readBack);
    }

    Safeties withoutCompareAndSet() {
        return new Safeties(lock, false, mark, echoes, structure, readBack);
    }

    Safeties withoutMark() {
        return new Safeties(lock, compareAndSet, false, echoes, structure, readBack);
    }

    Safeties withEchoes() {
        return new Safeties(lock, compareAndSet, mark, EchoRule.IGNORE_MARKS, structure, readBack);
    }

    Safeties withoutStopAtAlter() {
        return new Safeties(lock, compareAndSet, mark, echoes, false, readBack);
    }

    /** Such as the {@code Guess} of the tests, a new one for each stream. */
    Safeties with(ReadBack other) {
        return new Safeties(lock, compareAndSet, mark, echoes, structure, other);
    }
}
