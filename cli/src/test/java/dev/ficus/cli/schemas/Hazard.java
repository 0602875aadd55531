package dev.ficus.cli.schemas;

/** Values that PostgreSQL cannot hold as they are, or that a choice of {@code ficus.yaml} forbids. */
enum Hazard {
    ZERO_DATE,
    NUL,
    EMPTY_ENUM,
    /** Another number than 0 and 1 in a {@code tinyint(1)}. */
    NUMBER_AS_FLAG
}
