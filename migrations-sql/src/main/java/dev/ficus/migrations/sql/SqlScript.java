package dev.ficus.migrations.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a plain SQL file into its statements. Strings, comments, dollar quotes and the bodies of routines
 * ({@code BEGIN ... END}) are kept whole. One instance reads one text. Not thread-safe.
 */
final class SqlScript {
    private static final Pattern ROUTINE =
            Pattern.compile("(?is)CREATE\\s.*?\\b(FUNCTION|PROCEDURE|TRIGGER|EVENT)\\b.*");
    private static final Pattern DELIMITER = Pattern.compile("(?i)[ \\t]*DELIMITER[ \\t]+(\\S+)[ \\t]*(?:\\n|$)");
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
    private static final Pattern LOOP_WORD = Pattern.compile("(?i)\\s+(IF|LOOP|WHILE|REPEAT|FOR)\\b");
    private static final Set<String> OPENING = Set.of("BEGIN", "CASE");

    private final String text;
    private final ScriptSyntax syntax;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder bare = new StringBuilder();
    private String delimiter = ";";
    private int position;
    private int start;
    private int depth;

    private SqlScript(String text, ScriptSyntax syntax) {
        this.text = text;
        this.syntax = syntax;
    }

    /**
     * One statement, with the comments before it.
     *
     * @param offset where it begins in the text
     */
    record Piece(String text, int offset) {}

    /** The statements without their end marks, in order. Pieces that hold nothing but comments are left out. */
    static List<String> statements(String text, ScriptSyntax syntax) {
        return pieces(text, syntax).stream().map(Piece::text).toList();
    }

    /** As {@link #statements}, with the places. */
    static List<Piece> pieces(String text, ScriptSyntax syntax) {
        SqlScript script = new SqlScript(text, syntax);
        while (script.position < text.length()) {
            script.step();
        }
        script.finish(text.length());
        return List.copyOf(script.pieces);
    }

    private void step() {
        char c = text.charAt(position);
        if (atDelimiterLine() || atComment() || atDollarQuote()) {
            return;
        }
        if (c == '\'' || c == '"' || c == '`') {
            quoted(c);
        } else if (depth == 0 && text.startsWith(delimiter, position)) {
            finish(position);
            position += delimiter.length();
            start = position;
        } else if (isWordStart(c)) {
            word();
        } else {
            bare.append(c);
            position++;
        }
    }

    private void finish(int end) {
        if (!bare.toString().isBlank()) {
            String piece = text.substring(start, end);
            int blank = piece.length() - piece.stripLeading().length();
            pieces.add(new Piece(piece.strip(), start + blank));
        }
        bare.setLength(0);
        depth = 0;
    }

    private boolean atDelimiterLine() {
        boolean lineStart = position == 0 || text.charAt(position - 1) == '\n';
        if (!syntax.delimiterLines() || !lineStart || !bare.toString().isBlank()) {
            return false;
        }
        Matcher line = DELIMITER.matcher(text).region(position, text.length());
        if (!line.lookingAt()) {
            return false;
        }
        delimiter = line.group(1);
        position = line.end();
        start = position;
        return true;
    }

    private boolean atComment() {
        if (text.startsWith("--", position) && (!syntax.hashComments() || blankAt(position + 2))) {
            skipLine();
        } else if (syntax.hashComments() && text.charAt(position) == '#') {
            skipLine();
        } else if (text.startsWith("/*", position)) {
            blockComment();
        } else {
            return false;
        }
        return true;
    }

    private boolean blankAt(int index) {
        return index >= text.length() || Character.isWhitespace(text.charAt(index));
    }

    private void skipLine() {
        int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end + 1;
        bare.append('\n');
    }

    /** What MySQL runs out of a comment, {@code /*!40101 ...}, counts as a statement. */
    private void blockComment() {
        if (syntax.hashComments() && (text.startsWith("/*!", position) || text.startsWith("/*M!", position))) {
            bare.append("/*!");
        }
        int open = 1;
        position += 2;
        while (position < text.length() && open > 0) {
            if (text.startsWith("*/", position)) {
                open--;
                position += 2;
            } else if (syntax.nestedComments() && text.startsWith("/*", position)) {
                open++;
                position += 2;
            } else {
                position++;
            }
        }
        bare.append(' ');
    }

    private boolean atDollarQuote() {
        boolean afterWord = position > 0 && Character.isJavaIdentifierPart(text.charAt(position - 1));
        if (!syntax.dollarQuotes() || text.charAt(position) != '$' || afterWord) {
            return false;
        }
        Matcher tag = DOLLAR.matcher(text).region(position, text.length());
        if (!tag.lookingAt()) {
            return false;
        }
        int end = text.indexOf(tag.group(), tag.end());
        position = end < 0 ? text.length() : end + tag.group().length();
        bare.append("''");
        return true;
    }

    private void quoted(char quote) {
        boolean escapes = quote != '`' && (syntax.backslashEscapes() || (quote == '\'' && escapePrefix()));
        position++;
        while (position < text.length() && text.charAt(position) != quote) {
            position += escapes && text.charAt(position) == '\\' ? 2 : 1;
        }
        position = Math.min(position + 1, text.length());
        bare.append("''");
    }

    private boolean escapePrefix() {
        int before = bare.length() - 1;
        boolean e = before >= 0 && Character.toUpperCase(bare.charAt(before)) == 'E';
        return e && (before == 0 || !Character.isJavaIdentifierPart(bare.charAt(before - 1)));
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private void word() {
        int end = position;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(position, end).toUpperCase(Locale.ROOT);
        if (OPENING.contains(word) && (depth > 0 || opensRoutine(word))) {
            depth++;
        } else if (word.equals("END") && depth > 0) {
            end = closing(end);
        }
        bare.append(text, position, end);
        position = end;
    }

    /** {@code END IF}, {@code END LOOP} close what was not counted; {@code END CASE} is taken whole. */
    private int closing(int end) {
        Matcher loop = LOOP_WORD.matcher(text).region(end, text.length());
        if (loop.lookingAt()) {
            return loop.end();
        }
        depth--;
        Matcher caseWord = Pattern.compile("(?i)\\s+CASE\\b").matcher(text).region(end, text.length());
        return caseWord.lookingAt() ? caseWord.end() : end;
    }

    private boolean opensRoutine(String word) {
        return word.equals("BEGIN") && ROUTINE.matcher(bare.toString().strip()).matches();
    }
}
