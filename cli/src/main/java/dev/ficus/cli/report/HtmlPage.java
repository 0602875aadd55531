package dev.ficus.cli.report;

import java.util.List;

/**
 * Builds one HTML page that needs no other file: headings, paragraphs, tables. It follows the reader's choice of light or
 * dark. Escapes what it is given.
 */
public final class HtmlPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --quiet: #8881; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            h1, h2 { line-height: 1.2; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border: 1px solid var(--line); }
            th { background: var(--quiet); }
            td { overflow-wrap: anywhere; }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** @param title also the first heading */
    public HtmlPage(String title) {
        this.title = title;
    }

    /** A heading below the title. */
    public void heading(String text) {
        element("h2", text);
    }

    public void paragraph(String text) {
        element("p", text);
    }

    /** A list; nothing where it has no items. */
    public void items(List<String> items) {
        if (!items.isEmpty()) {
            body.append("<ul>\n");
            items.forEach(item -> element("li", item));
            body.append("</ul>\n");
        }
    }

    /** A table; nothing where there are no rows. */
    public void table(List<String> header, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        body.append("<div class=\"wide\">\n<table>\n");
        row("th", header);
        rows.forEach(row -> row("td", row));
        body.append("</table>\n</div>\n");
    }

    /** The whole page. */
    public String text() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escaped(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n"
                + "<h1>" + escaped(title) + "</h1>\n" + body + "</body>\n</html>\n";
    }

    private void row(String cell, List<String> texts) {
        body.append("<tr>");
        texts.forEach(text -> body.append('<')
                .append(cell)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(cell)
                .append('>'));
        body.append("</tr>\n");
    }

    private void element(String name, String text) {
        body.append('<')
                .append(name)
                .append('>')
                .append(escaped(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
