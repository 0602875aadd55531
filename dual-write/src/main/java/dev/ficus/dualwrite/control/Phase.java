package dev.ficus.dualwrite.control;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a domain stands on its way, in order. */
public enum Phase {
    /** Writes and reads on MySQL, nothing streams. */
    LEGACY(Owner.MYSQL, null),
    /** Writes and reads on MySQL; the forward stream keeps the copy in PostgreSQL, which is fenced. */
    MIRRORING(Owner.MYSQL, Direction.FORWARD),
    /** Writes on PostgreSQL, legacy reads on MySQL, kept fresh by the reverse stream and fenced. */
    DUAL_WRITE(Owner.POSTGRES, Direction.REVERSE),
    /** Writes and reads on PostgreSQL; the reverse stream keeps the way back open. */
    POSTGRES(Owner.POSTGRES, Direction.REVERSE),
    /** Writes and reads on PostgreSQL, no way back; MySQL stays fenced. */
    RETIRED(Owner.POSTGRES, null);

    private final Owner owner;
    private final @org.jspecify.annotations.Nullable Direction stream;

    Phase(Owner owner, @org.jspecify.annotations.Nullable Direction stream) {
        this.owner = owner;
        this.stream = stream;
    }

    /** The side whose copy accepts writes. */
    public Owner owner() {
        return owner;
    }

    /** The stream that runs in this phase. */
    public Optional<Direction> stream() {
        return Optional.ofNullable(stream);
    }

    /** The word in commands, messages and the control schema: {@code dual-write}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The phase of that word; PHASE_UNKNOWN where there is none. */
    public static Phase of(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new FicusException(
                        ErrorCode.PHASE_UNKNOWN,
                        "there is no phase " + word,
                        "--to",
                        "use one of: "
                                + Arrays.stream(values()).map(Phase::word).collect(Collectors.joining(", "))));
    }
}
