package dev.ficus.migrations.sql;

/** The comments before the first word of a statement. */
final class LeadingComments {
    private LeadingComments() {}

    /** How many characters stand before the first word; what MySQL runs out of a comment counts as a word. */
    static int length(String statement, ScriptSyntax syntax) {
        int position = 0;
        while (position < statement.length()) {
            if (Character.isWhitespace(statement.charAt(position))) {
                position++;
            } else if (isLine(statement, position, syntax)) {
                int end = statement.indexOf('\n', position);
                position = end < 0 ? statement.length() : end + 1;
            } else if (statement.startsWith("/*", position) && !isExecuted(statement, position, syntax)) {
                position = end(statement, position, syntax);
            } else {
                return position;
            }
        }
        return position;
    }

    private static boolean isLine(String text, int position, ScriptSyntax syntax) {
        return text.startsWith("--", position) || (syntax.hashComments() && text.charAt(position) == '#');
    }

    private static boolean isExecuted(String text, int position, ScriptSyntax syntax) {
        return syntax.hashComments() && (text.startsWith("/*!", position) || text.startsWith("/*M!", position));
    }

    private static int end(String text, int start, ScriptSyntax syntax) {
        int open = 1;
        int position = start + 2;
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
        return position;
    }
}
