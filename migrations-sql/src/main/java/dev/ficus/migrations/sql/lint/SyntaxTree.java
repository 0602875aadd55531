package dev.ficus.migrations.sql.lint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** A node of a parsed statement, found by the names of the grammar's rules and by its key words. Immutable. */
public final class SyntaxTree {
    private final ParseTree node;
    private final String[] rules;

    private SyntaxTree(ParseTree node, String[] rules) {
        this.node = node;
        this.rules = rules;
    }

    /**
     * Parses a whole statement.
     *
     * @return empty where the grammar does not know it; never a part of it
     */
    public static <P extends Parser> Optional<SyntaxTree> parse(
            String statement,
            Function<CharStream, Lexer> lexer,
            Function<TokenStream, P> parser,
            Function<P, ParserRuleContext> start) {
        Lexer words = lexer.apply(CharStreams.fromString(statement));
        P grammar = parser.apply(new CommonTokenStream(words));
        for (Recognizer<?, ?> each : List.of(words, grammar)) {
            each.removeErrorListeners();
            each.addErrorListener(new Refusing());
        }
        try {
            ParserRuleContext root = start.apply(grammar);
            boolean whole = grammar.getInputStream().LA(1) == Token.EOF;
            return whole ? Optional.of(new SyntaxTree(root, grammar.getRuleNames())) : Optional.empty();
        } catch (ParseCancellationException e) {
            return Optional.empty();
        }
    }

    /** The name of the grammar's rule; empty for a single token. */
    public String rule() {
        return node instanceof ParserRuleContext context ? rules[context.getRuleIndex()] : "";
    }

    /** The whole statement that this node is a part of. */
    public SyntaxTree root() {
        ParseTree top = node;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return new SyntaxTree(top, rules);
    }

    /** The children, in order. */
    public List<SyntaxTree> children() {
        List<SyntaxTree> children = new ArrayList<>();
        for (int i = 0; i < node.getChildCount(); i++) {
            children.add(new SyntaxTree(node.getChild(i), rules));
        }
        return children;
    }

    /** All nodes below this one that a rule made, in the order of the text. */
    public List<SyntaxTree> all(String rule) {
        return below().filter(each -> each.rule().equals(rule)).toList();
    }

    /** The first node below this one that a rule made. */
    public Optional<SyntaxTree> first(String rule) {
        return below().filter(each -> each.rule().equals(rule)).findFirst();
    }

    public boolean has(String rule) {
        return first(rule).isPresent();
    }

    /** The tokens in upper case, without comments. */
    public List<String> words() {
        if (node instanceof TerminalNode token) {
            return token.getSymbol().getType() == Token.EOF
                    ? List.of()
                    : List.of(token.getText().toUpperCase(Locale.ROOT));
        }
        return children().stream().flatMap(child -> child.words().stream()).toList();
    }

    /** Whether the node begins with these words. */
    public boolean starts(String... words) {
        List<String> own = words();
        return own.size() >= words.length && own.subList(0, words.length).equals(List.of(words));
    }

    /** Whether these words stand somewhere in the node, one after the other. */
    public boolean says(String... words) {
        return Collections.indexOfSubList(words(), List.of(words)) >= 0;
    }

    /** The text as it is written. */
    public String text() {
        if (!(node instanceof ParserRuleContext context)) {
            return node.getText();
        }
        Token first = context.getStart();
        Token last = context.getStop();
        if (first == null || last == null || last.getStopIndex() < first.getStartIndex()) {
            return "";
        }
        return first.getInputStream().getText(Interval.of(first.getStartIndex(), last.getStopIndex()));
    }

    private Stream<SyntaxTree> below() {
        return children().stream().flatMap(child -> Stream.concat(Stream.of(child), child.below()));
    }

    private static final class Refusing extends BaseErrorListener {
        @Override
        public void syntaxError(
                @Nullable Recognizer<?, ?> recognizer,
                @Nullable Object symbol,
                int line,
                int column,
                @Nullable String message,
                @Nullable RecognitionException e) {
            throw new ParseCancellationException(message);
        }
    }
}
