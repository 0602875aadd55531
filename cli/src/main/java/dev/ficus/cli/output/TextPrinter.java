package dev.ficus.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Prints results for a reader: lines, and blocks of aligned columns. */
public final class TextPrinter {
    private static final String GAP = "  ";
    private static final int COLUMNS = 80;

    private final PrintStream out;
    private final Style style;

    public TextPrinter(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    public Style style() {
        return style;
    }

    public void line(String text) {
        out.print(text.stripTrailing() + "\n");
    }

    /** Rows of the same number of cells below each other, indented by two, each column as wide as its widest cell. */
    public void rows(List<List<String>> rows) {
        rows(rows, UnaryOperator.identity());
    }

    /**
     * Like {@link #rows(List)}.
     *
     * @param firstCell puts colour on the padded first cell
     */
    public void rows(List<List<String>> rows, UnaryOperator<String> firstCell) {
        List<Integer> widths = widths(rows);
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padded =
                        row.get(i) + " ".repeat(widths.get(i) - row.get(i).length());
                line.append(GAP).append(i == 0 ? firstCell.apply(padded) : padded);
            }
            line(line.toString());
        }
    }

    /**
     * A paragraph, broken between words at 80 columns; its later lines begin below its first word.
     *
     * @param label what stands in front of the first line, with its indentation
     */
    public void paragraph(String label, String text) {
        StringBuilder line = new StringBuilder(label);
        String indent = " ".repeat(label.length());
        boolean fresh = true;
        for (String word : text.strip().split("\\s+")) {
            if (!fresh && line.length() + 1 + word.length() > COLUMNS) {
                line(line.toString());
                line = new StringBuilder(indent);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        line(line.toString());
    }

    /** The lines of a text, each moved to the right by so many blanks. */
    public void indented(int blanks, String text) {
        text.stripTrailing().lines().forEach(each -> line(" ".repeat(blanks) + each));
    }

    private static List<Integer> widths(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return widths;
    }
}
