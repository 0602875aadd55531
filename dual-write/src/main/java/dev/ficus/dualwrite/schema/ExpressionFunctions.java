package dev.ficus.dualwrite.schema;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;

/** The functions that give the same result on both servers for every value. docs/reference/expressions.md lists them. */
final class ExpressionFunctions {
    private static final Pattern KEYS = Pattern.compile("\\$(\\.[A-Za-z_][A-Za-z_0-9]*)+");

    private ExpressionFunctions() {}

    static Term call(String name, List<Term> given) {
        return switch (name) {
            case "if" -> choice(List.of(one(name, given, 3)), given.subList(1, 3));
            case "ifnull", "coalesce", "nvl" -> coalesce(given);
            case "nullif" -> nullIf(one(name, given, 2), given.get(1));
            case "isnull" -> Term.condition(one(name, given, 1).sql() + " IS NULL");
            case "concat" ->
                Term.text(given.stream().map(Term::textual).collect(joining(" || ", "(", ")")), collation(given));
            case "left",
                    "right",
                    "substr",
                    "substring",
                    "mid",
                    "char_length",
                    "character_length",
                    "trim",
                    "ltrim",
                    "rtrim" -> ofText(name, given);
            case "abs", "round", "truncate", "floor", "ceiling", "ceil" -> ofNumber(name, given);
            case "mod" -> mod(one(name, given, 2), given.get(1));
            case "greatest", "least" -> extreme(name, given);
            case "year", "month", "day", "dayofmonth", "quarter", "hour", "minute", "date" ->
                ofDate(name, one(name, given, 1));
            case "json_extract" -> json(one(name, given, 2), given.get(1));
            default -> throw new Refused(reason(name));
        };
    }

    private static String reason(String name) {
        return switch (name) {
            case "json_unquote", "json_value" ->
                "numbers and NULL inside a JSON value are written differently by both servers (" + name + ")";
            case "upper", "ucase", "lower", "lcase" ->
                name + " depends on the collation: both servers differ in characters such as İ and ß";
            case "length", "octet_length" -> "the number of bytes depends on the character set (" + name + ")";
            case "concat_ws" -> "PostgreSQL does not let a stored expression call concat_ws";
            case "now", "current_timestamp", "curdate", "current_date", "rand", "uuid" ->
                name + " gives another result at every call";
            case "regexp_like", "regexp" -> "both servers have regular expressions of their own";
            case "json_valid" -> "PostgreSQL's jsonb holds valid JSON only, and 15 cannot ask this of a text";
            default -> "Ficus does not convert the function " + name;
        };
    }

    static Term div(Term term, Term by) {
        return Term.number("div(" + term.numeric() + ", nullif(" + by.numeric() + ", 0))", 0);
    }

    /** Both servers give the sign of the dividend; MySQL gives NULL for a division by zero. */
    static Term mod(Term term, Term by) {
        return Term.number(
                "mod(" + term.numeric() + ", nullif(" + by.numeric() + ", 0))", Math.max(term.scale(), by.scale()));
    }

    /** @param results one more than there are conditions: the last is for all others */
    static Term choice(List<Term> conditions, List<Term> results) {
        StringBuilder sql = new StringBuilder("CASE");
        for (int i = 0; i < conditions.size(); i++) {
            sql.append(" WHEN ").append(conditions.get(i).truth());
            sql.append(" THEN ").append(same(results.get(i), results));
        }
        sql.append(" ELSE ")
                .append(same(results.get(results.size() - 1), results))
                .append(" END");
        return like(results, "(" + sql + ")");
    }

    private static Term coalesce(List<Term> given) {
        return like(given, given.stream().map(term -> same(term, given)).collect(joining(", ", "coalesce(", ")")));
    }

    private static Term nullIf(Term term, Term other) {
        return like(
                List.of(term),
                "(CASE WHEN " + Comparison.of(term, "=", other).sql() + " THEN NULL ELSE " + term.sql() + " END)");
    }

    /** What all of them are together; texts and numbers do not mix. */
    private static Term.Kind kind(List<Term> terms) {
        List<Term.Kind> kinds = terms.stream()
                .map(Term::kind)
                .filter(kind -> kind != Term.Kind.NULL)
                .distinct()
                .toList();
        if (kinds.isEmpty()) {
            return Term.Kind.NULL;
        }
        if (kinds.size() == 1) {
            return kinds.get(0);
        }
        if (List.of(Term.Kind.NUMBER, Term.Kind.CONDITION).containsAll(kinds)) {
            return Term.Kind.NUMBER;
        }
        throw new Refused("it gives values of different types");
    }

    private static String same(Term term, List<Term> all) {
        return kind(all) == Term.Kind.NUMBER ? term.numeric() : term.sql();
    }

    private static Term like(List<Term> terms, String sql) {
        Term.Kind kind = kind(terms);
        int scale = terms.stream().mapToInt(Term::scale).max().orElse(0);
        return new Term(kind, sql, scale, kind == Term.Kind.TEXT ? collation(terms) : "", "", false);
    }

    private static String collation(List<Term> terms) {
        Term together = Term.text("", "");
        for (Term term : terms) {
            together = Term.text("", Term.collation(together, term));
        }
        return together.collation();
    }

    private static Term ofText(String name, List<Term> given) {
        Term term = given.get(0);
        if (term.kind() != Term.Kind.TEXT) {
            throw new Refused(name + " is converted for a text only");
        }
        String sql = term.sql();
        return switch (name) {
            case "left", "right" ->
                Term.text(name + "(" + sql + ", " + one(name, given, 2, 1).positive(name, 0) + ")", term.collation());
            case "substr", "substring", "mid" -> Term.text(substring(name, sql, given), term.collation());
            case "char_length", "character_length" -> Term.number("char_length(" + sql + ")", 0);
            default -> {
                one(name, given, 1);
                yield Term.text((name.equals("trim") ? "btrim" : name) + "(" + sql + ", ' ')", term.collation());
            }
        };
    }

    private static String substring(String name, String sql, List<Term> given) {
        if (given.size() < 2 || given.size() > 3) {
            throw new Refused("Ficus does not know " + name + " with " + given.size() + " arguments");
        }
        String from = "substr(" + sql + ", " + given.get(1).positive(name, 1);
        return from + (given.size() == 3 ? ", " + given.get(2).positive(name, 0) : "") + ")";
    }

    private static Term ofNumber(String name, List<Term> given) {
        String number = given.get(0).numeric();
        return switch (name) {
            case "abs" -> Term.number("abs(" + number + ")", one(name, given, 1).scale());
            case "floor" -> Term.number("floor(" + one(name, given, 1).numeric() + ")", 0);
            case "ceil", "ceiling" -> Term.number("ceil(" + one(name, given, 1).numeric() + ")", 0);
            default -> {
                int digits = given.size() == 1 ? 0 : one(name, given, 2, 1).positive(name, 0);
                yield Term.number((name.equals("round") ? "round(" : "trunc(") + number + ", " + digits + ")", digits);
            }
        };
    }

    /** MySQL gives NULL where one of them is NULL; PostgreSQL passes it over. */
    private static Term extreme(String name, List<Term> given) {
        String none = given.stream().map(term -> term.sql() + " IS NULL").collect(joining(" OR "));
        String all = given.stream().map(Term::numeric).collect(joining(", "));
        return Term.number(
                "(CASE WHEN " + none + " THEN NULL ELSE " + name + "(" + all + ") END)",
                given.stream().mapToInt(Term::scale).max().orElse(0));
    }

    private static Term ofDate(String name, Term term) {
        boolean time = name.equals("hour") || name.equals("minute");
        if (term.kind() != Term.Kind.DATETIME && (time || term.kind() != Term.Kind.DATE)) {
            throw new Refused(name + " is converted for a column of dates only");
        }
        return name.equals("date")
                ? Term.of(Term.Kind.DATE, "(" + term.sql() + "::date)")
                : Term.number("extract(" + (name.equals("dayofmonth") ? "day" : name) + " FROM " + term.sql() + ")", 0);
    }

    /** Keys alone: MySQL takes {@code [0]} of what is no array for the thing itself. */
    private static Term json(Term document, Term path) {
        if (document.kind() != Term.Kind.JSON || !KEYS.matcher(path.literal()).matches()) {
            throw new Refused("json_extract is converted for a path of plain keys in a JSON column only");
        }
        String keys = path.literal().substring(2).replace('.', ',');
        return Term.of(Term.Kind.JSON, "(" + document.sql() + " #> '{" + keys + "}')");
    }

    static Term cast(Term term, String type) {
        if (type.equals("date") && (term.kind() == Term.Kind.DATE || term.kind() == Term.Kind.DATETIME)) {
            return ofDate("date", term);
        }
        if (type.equals("char") && (term.kind() == Term.Kind.TEXT || term.kind() == Term.Kind.NUMBER)) {
            return Term.text(term.textual(), term.collation());
        }
        throw new Refused("CAST of " + term.word() + " as " + type + " is not converted");
    }

    private static Term one(String name, List<Term> given, int count) {
        return one(name, given, count, 0);
    }

    private static Term one(String name, List<Term> given, int count, int which) {
        if (given.size() != count) {
            throw new Refused("Ficus does not know " + name + " with " + given.size() + " arguments");
        }
        return given.get(which);
    }
}
