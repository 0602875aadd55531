package dev.ficus.dualwrite.doctor;

import java.util.Locale;

/** The stable names of findings; {@code docs/reference/doctor.md} explains each, and a test holds the two together. */
public enum FindingId {
    NOT_EXAMINED,

    MYSQL_VERSION,
    POSTGRES_VERSION,
    MYSQL_RIGHT,
    POSTGRES_RIGHT,

    BINLOG_OFF,
    BINLOG_FORMAT,
    BINLOG_SETTING,
    BINLOG_METADATA,
    BINLOG_RETENTION,
    SOURCE_IS_REPLICA,
    GTID_MODE,
    SEMI_SYNC,
    MAX_ALLOWED_PACKET,
    SQL_MODE,
    TABLE_NAME_CASE,
    MYSQL_TIME_ZONE,

    WAL_LEVEL,
    REPLICATION_SLOTS,
    WAL_SENDERS,
    SLOT_WAL_LIMIT,
    WAL_SENDER_TIMEOUT,
    SESSION_TIMEOUT,
    READ_ONLY,
    ENCODING,
    ICU,
    SLOT_ORPHAN,
    SLOT_INACTIVE,
    SPACE_NEEDED,

    TABLE_MISSING,
    TABLE_WITHOUT_KEY,
    TYPE_UNSUPPORTED,
    CHOICE_REFUSED,
    ENGINE,
    MYSQL_TRIGGER,
    FOREIGN_KEY_OUTSIDE,
    CASCADE,
    CHARSET_MIXED,
    TEXT_KEY,
    NUMBERS_RUN_OUT,

    TARGET_MISSING,
    TARGET_MISMATCH,
    POSTGRES_TRIGGER,
    SEQUENCE_BEHIND,

    LONG_TRANSACTION,
    VALUE,
    REFERENCE_SPELLING,
    SCAN_LIMITED;

    /** As it is written in output and documents: {@code table-without-key}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
