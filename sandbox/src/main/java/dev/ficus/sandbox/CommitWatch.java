package dev.ficus.sandbox;

import dev.ficus.core.settings.DatabaseKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Follows what a client sends just far enough to see a COMMIT. PostgreSQL: messages of a type, a length and a body, the
 * first one without a type (manual, "Message Formats"); a COMMIT is a query, or the binding of a statement that was parsed
 * as one. MySQL: packets of a length, a number and a body; a COMMIT is a COM_QUERY. Used by one thread.
 */
abstract sealed class CommitWatch {
    /** No message that is a COMMIT is longer. */
    private static final int LOOK = 256;

    private final byte[] head = new byte[LOOK];
    private int have;
    private long skip;

    static CommitWatch of(DatabaseKind kind) {
        return switch (kind) {
            case POSTGRES -> new Postgres();
            case MYSQL -> new Mysql();
            case MONGO -> throw new IllegalArgumentException("no COMMIT is looked for in MongoDB's protocol");
        };
    }

    /** Takes what came next; true where a COMMIT was in it. */
    boolean seesCommit(byte[] bytes, int length) {
        boolean commit = false;
        for (int at = 0; at < length; ) {
            if (skip > 0) {
                int part = (int) Math.min(skip, length - at);
                skip -= part;
                at += part;
                continue;
            }
            head[have++] = bytes[at++];
            int whole = have < header() ? Integer.MAX_VALUE : length(head);
            if (have >= header() && (have == whole || have == LOOK)) {
                commit |= have == whole && commit(Arrays.copyOf(head, have));
                skip = whole - have;
                have = 0;
                passed();
            }
        }
        return commit;
    }

    /** Bytes after which the length of a message is known. */
    abstract int header();

    /** The length of the whole message that begins so. */
    abstract int length(byte[] message);

    abstract boolean commit(byte[] message);

    void passed() {}

    static boolean isCommit(String sql) {
        return sql.strip().toUpperCase(Locale.ROOT).equals("COMMIT");
    }

    static String text(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static final class Postgres extends CommitWatch {
        private static final int SSL_REQUEST = 80_877_103;
        private static final int GSS_REQUEST = 80_877_104;

        private final Set<String> commits = new HashSet<>();
        private boolean started;
        private boolean starting;

        @Override
        int header() {
            return started ? 5 : 8;
        }

        @Override
        int length(byte[] message) {
            if (started) {
                return 1 + int32(message, 1);
            }
            int code = int32(message, 4);
            starting = code != SSL_REQUEST && code != GSS_REQUEST;
            return int32(message, 0);
        }

        @Override
        void passed() {
            started |= starting;
        }

        @Override
        boolean commit(byte[] message) {
            if (!started) {
                return false;
            }
            String first = text(message, 5);
            int next = 5 + first.getBytes(StandardCharsets.UTF_8).length + 1;
            switch (message[0]) {
                case 'Q':
                    return isCommit(first);
                case 'P':
                    commits.remove(first);
                    if (isCommit(text(message, next))) {
                        commits.add(first);
                    }
                    return false;
                case 'B':
                    return commits.contains(text(message, next));
                default:
                    return false;
            }
        }

        private static int int32(byte[] bytes, int at) {
            return (bytes[at] & 255) << 24
                    | (bytes[at + 1] & 255) << 16
                    | (bytes[at + 2] & 255) << 8
                    | bytes[at + 3] & 255;
        }
    }

    private static final class Mysql extends CommitWatch {
        private static final int COM_QUERY = 3;

        @Override
        int header() {
            return 4;
        }

        @Override
        int length(byte[] message) {
            return 4 + (message[0] & 255) + ((message[1] & 255) << 8) + ((message[2] & 255) << 16);
        }

        /** Between the command and the text stand the numbers of query attributes, where there are any: two bytes. */
        @Override
        boolean commit(byte[] message) {
            if (message.length < 5 || message[3] != 0 || message[4] != COM_QUERY) {
                return false;
            }
            String sql = new String(message, 5, message.length - 5, StandardCharsets.UTF_8);
            return isCommit(sql) || sql.length() > 2 && sql.charAt(0) <= 1 && isCommit(sql.substring(2));
        }
    }
}
