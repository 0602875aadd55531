package dev.ficus.dualwrite.schema;

import dev.ficus.dualwrite.table.Column;
import dev.ficus.dualwrite.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads an expression by MySQL's grammar ("Operator Precedence", its manual) and says it in PostgreSQL's words. MySQL's
 * catalog shows every parenthesis, MariaDB's only those that are needed.
 */
final class ExpressionParser {
    private final Table table;
    private final List<ExpressionToken> tokens;
    private final List<String> columns = new ArrayList<>();
    private int at;

    /** @throws Refused where there is a sign that occurs in no expression that is converted */
    ExpressionParser(Table table, String shown) {
        this.table = table;
        this.tokens = ExpressionToken.in(shown);
    }

    /** @throws Refused where it cannot be said with the same result */
    Term parse() {
        Term term = or();
        if (token().kind() != ExpressionToken.Kind.END) {
            throw unknown();
        }
        return term;
    }

    /** The MySQL names of the columns that were read. */
    List<String> columns() {
        return columns.stream().distinct().toList();
    }

    private Term or() {
        Term term = xor();
        while (took("or", "||")) {
            term = Term.condition(term.truth() + " OR " + xor().truth());
        }
        return term;
    }

    private Term xor() {
        Term term = and();
        while (took("xor")) {
            term = Term.condition(term.truth() + " <> " + and().truth());
        }
        return term;
    }

    private Term and() {
        Term term = not();
        while (took("and", "&&")) {
            term = Term.condition(term.truth() + " AND " + not().truth());
        }
        return term;
    }

    private Term not() {
        return took("not") ? Term.condition("NOT " + not().truth()) : predicate();
    }

    private Term predicate() {
        Term term = sum();
        while (true) {
            if (token().is("=", "<=>", "<>", "!=", "<", "<=", ">", ">=")) {
                term = Comparison.of(term, take().text(), sum());
            } else if (took("is")) {
                term = is(term, took("not"));
            } else if (token().is("not", "between", "in", "like")) {
                term = listed(term, took("not"));
            } else {
                return term;
            }
        }
    }

    private Term is(Term term, boolean not) {
        String word = take().text();
        return switch (word) {
            case "null" -> Term.condition(term.sql() + " IS " + (not ? "NOT " : "") + "NULL");
            case "true", "false" ->
                Term.condition(term.truth() + " IS " + (not ? "NOT " : "") + word.toUpperCase(Locale.ROOT));
            default -> throw unknown();
        };
    }

    private Term listed(Term term, boolean not) {
        if (took("between")) {
            Term low = sum();
            expect("and");
            return Comparison.between(term, low, sum(), not);
        }
        if (took("in")) {
            expect("(");
            return Comparison.in(term, list(), not);
        }
        expect("like");
        return Comparison.like(term, sum(), not);
    }

    private Term sum() {
        Term term = product();
        while (token().is("+", "-")) {
            String sign = take().text();
            if (token().is("interval")) {
                throw new Refused("arithmetic with dates is not converted");
            }
            Term other = product();
            term = Term.number(
                    "(" + term.numeric() + " " + sign + " " + other.numeric() + ")",
                    Math.max(term.scale(), other.scale()));
        }
        return term;
    }

    private Term product() {
        Term term = unary();
        while (token().is("*", "/", "div", "%", "mod")) {
            String sign = take().text();
            Term other = unary();
            term = switch (sign) {
                case "*" ->
                    Term.number("(" + term.numeric() + " * " + other.numeric() + ")", term.scale() + other.scale());
                case "div" -> ExpressionFunctions.div(term, other);
                case "/" ->
                    throw new Refused("both servers round the result of / in their own way; DIV would be converted");
                default -> ExpressionFunctions.mod(term, other);
            };
        }
        return term;
    }

    private Term unary() {
        if (took("-")) {
            Term term = unary();
            return Term.number("(- " + term.numeric() + ")", term.scale());
        }
        if (took("!")) {
            return Term.condition("NOT " + unary().truth());
        }
        took("+");
        Term term = primary();
        while (took("collate")) {
            term = Term.text(Term.of(term.kind(), term.textual()).sql(), take().text());
        }
        return term;
    }

    private Term primary() {
        ExpressionToken token = take();
        return switch (token.kind()) {
            case NUMBER -> number(token.text());
            case TEXT -> text(token.text());
            case NAME -> name(token);
            case SIGN -> {
                if (!token.is("(")) {
                    throw unknown();
                }
                Term inside = or();
                expect(")");
                yield inside;
            }
            case WORD -> word(token.text());
            case END -> throw unknown();
        };
    }

    private Term word(String word) {
        if (word.startsWith("_") && token().kind() == ExpressionToken.Kind.TEXT) {
            String text = take().text();
            if (!word.startsWith("_utf8") && !text.chars().allMatch(c -> c < 128)) {
                throw new Refused("it holds a text in another character set");
            }
            return text(text);
        }
        return switch (word) {
            case "null" -> Term.of(Term.Kind.NULL, "NULL");
            case "true", "false" -> Term.of(Term.Kind.CONDITION, word);
            case "case" -> choice();
            case "cast" -> cast();
            default -> {
                if (!took("(")) {
                    at--;
                    throw unknown();
                }
                yield ExpressionFunctions.call(word, took(")") ? List.of() : list());
            }
        };
    }

    private Term choice() {
        boolean simple = !token().is("when");
        Term value = simple ? or() : Term.of(Term.Kind.NULL, "NULL");
        List<Term> conditions = new ArrayList<>();
        List<Term> results = new ArrayList<>();
        while (took("when")) {
            Term when = or();
            conditions.add(simple ? Comparison.of(value, "=", when) : when);
            expect("then");
            results.add(or());
        }
        results.add(took("else") ? or() : Term.of(Term.Kind.NULL, "NULL"));
        expect("end");
        return ExpressionFunctions.choice(conditions, results);
    }

    private Term cast() {
        expect("(");
        Term term = or();
        expect("as");
        String type = take().text();
        if (took("charset")) {
            take();
        }
        expect(")");
        return ExpressionFunctions.cast(term, type);
    }

    /** The rest of a list after its opening parenthesis. */
    private List<Term> list() {
        List<Term> terms = new ArrayList<>();
        do {
            terms.add(or());
        } while (took(","));
        expect(")");
        return terms;
    }

    private Term name(ExpressionToken first) {
        ExpressionToken name = first;
        while (took(".")) {
            name = take();
        }
        String wanted = name.text();
        Column column = table.columns().stream()
                .filter(other -> other.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> new Refused("it names a column that the table does not have: " + wanted));
        columns.add(column.name());
        return ExpressionColumn.of(column);
    }

    private static Term number(String text) {
        if (text.contains("e") || text.contains("E")) {
            throw new Refused("it holds an approximate number");
        }
        int point = text.indexOf('.');
        return Term.written(Term.Kind.NUMBER, text, point < 0 ? 0 : text.length() - point - 1, "");
    }

    private static Term text(String text) {
        return Term.written(Term.Kind.TEXT, Names.literal(text), 0, text);
    }

    private ExpressionToken token() {
        return tokens.get(at);
    }

    private ExpressionToken take() {
        ExpressionToken token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean took(String... texts) {
        boolean is = token().is(texts);
        at += is ? 1 : 0;
        return is;
    }

    private void expect(String text) {
        if (!took(text)) {
            throw unknown();
        }
    }

    private Refused unknown() {
        return new Refused(
                "Ficus does not convert what stands at: " + (token().text().isEmpty() ? "its end" : token().text()));
    }
}
