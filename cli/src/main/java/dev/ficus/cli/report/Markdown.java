package dev.ficus.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** Builds a page in the Markdown of code hosts: headings, tables, folded blocks of code. Escapes what it is given. */
public final class Markdown {
    private final StringBuilder page = new StringBuilder();

    /** The page so far. */
    public String text() {
        return page.toString();
    }

    public void heading(int level, String text) {
        block("#".repeat(level) + " " + escaped(text));
    }

    public void paragraph(String text) {
        block(escaped(text));
    }

    /** A paragraph whose end is code, such as a hash or a command. */
    public void paragraph(String text, String code) {
        block(escaped(text) + " " + inlineCode(code));
    }

    /** A table; nothing where there are no rows. */
    public void table(List<String> header, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        block(row(header) + "\n" + "|" + " --- |".repeat(header.size()) + "\n"
                + rows.stream().map(Markdown::row).collect(Collectors.joining("\n")));
    }

    public void items(List<String> items) {
        if (!items.isEmpty()) {
            block(items.stream().map(item -> "* " + escaped(item)).collect(Collectors.joining("\n")));
        }
    }

    public void code(String language, String text) {
        String fence = fence(text);
        block(fence + language + "\n" + text.stripTrailing() + "\n" + fence);
    }

    /** What is added until {@link #closeDetails} is folded away below this line. */
    public void openDetails(String summary) {
        block("<details>\n<summary>" + escaped(summary) + "</summary>");
    }

    public void closeDetails() {
        block("</details>");
    }

    private void block(String text) {
        if (!page.isEmpty()) {
            page.append('\n');
        }
        page.append(text).append('\n');
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Longer than any run of backticks in the text, so that the text cannot end the block. */
    private static String fence(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence;
    }

    private static String inlineCode(String text) {
        return "`" + text.replace('`', '\'').replaceAll("\\R", " ") + "`";
    }

    private static String escaped(String text) {
        return text.replaceAll("\\R", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([\\\\`*_\\[\\]|~])", "\\\\$1");
    }
}
