package dev.ficus.dualwrite.schema;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares two terms as MySQL does. Text is compared only under a binary collation: every other holds characters equal
 * that PostgreSQL tells apart. Most collations of MySQL also pad with blanks ("The Effect of PAD SPACE", its manual).
 */
final class Comparison {
    private static final Pattern DAY = Pattern.compile("[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])");
    private static final Pattern TIME = Pattern.compile(DAY + " ([01]\\d|2[0-3])(:[0-5]\\d){2}(\\.\\d{1,6})?");

    private Comparison() {}

    /** @param sign as MySQL writes it, {@code <=>} included */
    static Term of(Term left, String sign, Term right) {
        String operator = sign.equals("<=>") ? "IS NOT DISTINCT FROM" : sign.equals("!=") ? "<>" : sign;
        if (left.kind() == Term.Kind.TEXT && right.kind() == Term.Kind.TEXT) {
            return text(left, operator, right);
        }
        if (temporal(left) || temporal(right)) {
            return Term.condition(moment(left, right) + " " + operator + " " + moment(right, left));
        }
        return Term.condition(left.numeric() + " " + operator + " " + right.numeric());
    }

    static Term in(Term value, List<Term> list, boolean not) {
        List<String> each =
                list.stream().map(item -> of(value, "=", item).sql()).toList();
        String any = "(" + String.join(" OR ", each) + ")";
        return not ? Term.condition("NOT " + any) : new Term(Term.Kind.CONDITION, any, 0, "", "", false);
    }

    static Term between(Term value, Term low, Term high, boolean not) {
        String both =
                of(value, ">=", low).sql() + " AND " + of(value, "<=", high).sql();
        return Term.condition(not ? "NOT (" + both + ")" : both);
    }

    static Term like(Term value, Term pattern, boolean not) {
        if (value.kind() != Term.Kind.TEXT || pattern.kind() != Term.Kind.TEXT || !pattern.written()) {
            throw new Refused("LIKE is converted only for a text and a pattern that is written out");
        }
        binary(Term.collation(value, pattern));
        if (pattern.literal().replace("\\\\", "").endsWith("\\")) {
            throw new Refused("PostgreSQL refuses a pattern that ends with a backslash");
        }
        return Term.condition(value.sql() + (not ? " NOT" : "") + " LIKE " + pattern.sql());
    }

    private static Term text(Term left, String operator, Term right) {
        String collation = Term.collation(left, right);
        binary(collation);
        boolean pads =
                !collation.equals("utf8mb4_0900_bin") && !collation.equals("binary") && !collation.contains("nopad");
        boolean orders = operator.startsWith("<") && !operator.equals("<>") || operator.startsWith(">");
        if (!pads) {
            return Term.condition(ordered(left, orders) + " " + operator + " " + right.sql());
        }
        if (orders) {
            throw new Refused(
                    "collation " + collation + " puts texts in order as if blanks stood behind the shorter one");
        }
        return Term.condition(unpadded(left) + " " + operator + " " + unpadded(right));
    }

    private static String ordered(Term term, boolean orders) {
        return orders ? "(" + term.sql() + " COLLATE \"C\")" : term.sql();
    }

    private static String unpadded(Term term) {
        return "rtrim(" + term.sql() + ", ' ')";
    }

    private static void binary(String collation) {
        if (collation.isEmpty()) {
            throw new Refused("it compares texts that are written out, under the collation of a connection");
        }
        if (!collation.endsWith("_bin") && !collation.equals("binary")) {
            throw new Refused("it compares texts under collation " + collation
                    + ", which holds texts equal that PostgreSQL tells apart");
        }
    }

    private static boolean temporal(Term term) {
        return term.kind() == Term.Kind.DATE || term.kind() == Term.Kind.DATETIME;
    }

    private static String moment(Term term, Term other) {
        if (temporal(term)) {
            return term.kind() == Term.Kind.DATE && other.kind() == Term.Kind.DATETIME
                    ? term.sql() + "::timestamp"
                    : term.sql();
        }
        if (term.kind() == Term.Kind.NULL) {
            return "NULL";
        }
        String literal = term.kind() == Term.Kind.TEXT && term.written() ? term.literal() : "";
        if (DAY.matcher(literal).matches()) {
            return (other.kind() == Term.Kind.DATE ? "date '" : "timestamp '") + literal + "'";
        }
        if (TIME.matcher(literal).matches() && other.kind() == Term.Kind.DATETIME) {
            return "timestamp '" + literal + "'";
        }
        throw new Refused("it compares a date with something that is no written-out day from year 1000 to 9999"
                + " with a day of the month up to 28");
    }
}
