package dev.ficus.dualwrite.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement in MySQL's binlog does to tables, as far as a stream has to know.
 *
 * @param effect what it does
 * @param tables for STRUCTURE the tables that it changes, in any position; for ROWS every name in it, any of which may be
 *     a table
 * @param database for STRUCTURE the database that it drops
 */
record LoggedStatement(Effect effect, List<Name> tables, Optional<String> database) {
    private static final Set<String> ROW_STATEMENTS =
            Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "WITH", "MERGE", "CALL");

    enum Effect {
        /** Changes the structure or the whole content of tables: nothing behind it can be decoded safely. */
        STRUCTURE,
        /** Changes rows, and was logged as a statement instead of as rows. */
        ROWS,
        NONE
    }

    /** A table's name with its database. */
    record Name(String database, String table) {}

    LoggedStatement {
        tables = List.copyOf(tables);
    }

    /** @param currentDatabase where an unqualified name belongs to */
    static LoggedStatement of(String sql, String currentDatabase) {
        return new Reader(SqlToken.of(sql), currentDatabase).read();
    }

    private static LoggedStatement structure(List<Name> tables) {
        return new LoggedStatement(Effect.STRUCTURE, tables, Optional.empty());
    }

    private static final class Reader {
        private static final LoggedStatement NOTHING = new LoggedStatement(Effect.NONE, List.of(), Optional.empty());

        private final List<SqlToken> tokens;
        private final String currentDatabase;
        private int at;

        Reader(List<SqlToken> tokens, String currentDatabase) {
            this.tokens = tokens;
            this.currentDatabase = currentDatabase;
        }

        LoggedStatement read() {
            skipSetStatement();
            if (take("ALTER")) {
                takeAny("ONLINE", "OFFLINE", "IGNORE");
                return take("TABLE") ? structure(altered()) : NOTHING;
            }
            if (take("DROP")) {
                return dropped();
            }
            if (take("RENAME")) {
                return take("TABLE") || take("TABLES") ? structure(list()) : NOTHING;
            }
            if (take("TRUNCATE")) {
                take("TABLE");
                return structure(one());
            }
            if (take("CREATE")) {
                return created();
            }
            boolean rows = at < tokens.size() && ROW_STATEMENTS.stream().anyMatch(tokens.get(at)::is);
            return rows ? new LoggedStatement(Effect.ROWS, everyName(), Optional.empty()) : NOTHING;
        }

        /** MariaDB logs {@code SET STATEMENT variable = value FOR statement} as it was written. */
        private void skipSetStatement() {
            if (tokens.size() > 2 && tokens.get(0).is("SET") && tokens.get(1).is("STATEMENT")) {
                while (at < tokens.size() && !take("FOR")) {
                    at++;
                }
            }
        }

        /** The table itself, the name that it is given, and the table whose rows it swaps with a partition. */
        private List<Name> altered() {
            List<Name> names = one();
            while (at < tokens.size()) {
                if (take("RENAME")) {
                    if (!take("COLUMN") && !take("INDEX") && !take("KEY")) {
                        takeAny("TO", "AS");
                        takeSymbol('=');
                        names.addAll(one());
                    }
                } else if (take("WITH") && take("TABLE")) {
                    names.addAll(one());
                } else {
                    at++;
                }
            }
            return names;
        }

        private LoggedStatement dropped() {
            if (take("DATABASE") || take("SCHEMA")) {
                takeExists();
                return new LoggedStatement(Effect.STRUCTURE, List.of(), Optional.of(name()));
            }
            return take("TABLE") || take("TABLES") ? structure(list()) : NOTHING;
        }

        /** A table that is there already is left alone by IF NOT EXISTS, yet the statement is logged. */
        private LoggedStatement created() {
            boolean replaces = take("OR") && take("REPLACE");
            if (!take("TABLE") || takeExists() && !replaces) {
                return NOTHING;
            }
            return structure(one());
        }

        private List<Name> one() {
            takeExists();
            List<Name> names = new ArrayList<>();
            if (nameHere()) {
                names.add(qualified());
            }
            return names;
        }

        /** Every table of a list, those behind TO included. */
        private List<Name> list() {
            takeExists();
            List<Name> names = new ArrayList<>();
            while (nameHere()) {
                names.add(qualified());
                if (take("WAIT")) {
                    at++;
                }
                take("NOWAIT");
                if (!takeSymbol(',') && !take("TO")) {
                    break;
                }
            }
            return names;
        }

        private List<Name> everyName() {
            List<Name> names = new ArrayList<>();
            while (at < tokens.size()) {
                if (nameHere()) {
                    names.add(qualified());
                } else {
                    at++;
                }
            }
            return names;
        }

        private Name qualified() {
            String first = name();
            if (takeSymbol('.') && nameHere()) {
                return new Name(first, name());
            }
            return new Name(currentDatabase, first);
        }

        private boolean nameHere() {
            return at < tokens.size() && tokens.get(at).isName();
        }

        private String name() {
            return at < tokens.size() ? tokens.get(at++).text() : "";
        }

        private boolean takeExists() {
            if (!take("IF")) {
                return false;
            }
            take("NOT");
            return take("EXISTS");
        }

        private void takeAny(String... keywords) {
            for (String keyword : keywords) {
                take(keyword);
            }
        }

        private boolean take(String keyword) {
            boolean here = at < tokens.size() && tokens.get(at).is(keyword);
            at += here ? 1 : 0;
            return here;
        }

        private boolean takeSymbol(char symbol) {
            boolean here = at < tokens.size() && tokens.get(at).isSymbol(symbol);
            at += here ? 1 : 0;
            return here;
        }
    }
}
