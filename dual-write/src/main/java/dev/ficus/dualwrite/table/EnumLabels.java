package dev.ficus.dualwrite.table;

import java.util.ArrayList;
import java.util.List;

/** Reads the labels out of a declaration such as {@code enum('a','it''s')}. */
final class EnumLabels {
    private EnumLabels() {}

    static List<String> of(String declaration) {
        List<String> labels = new ArrayList<>();
        StringBuilder label = new StringBuilder();
        boolean inside = false;
        for (int i = declaration.indexOf('('); i >= 0 && i < declaration.length(); i++) {
            char c = declaration.charAt(i);
            if (!inside) {
                inside = c == '\'';
            } else if (c == '\'' && i + 1 < declaration.length() && declaration.charAt(i + 1) == '\'') {
                label.append(c);
                i++;
            } else if (c == '\'') {
                labels.add(label.toString());
                label.setLength(0);
                inside = false;
            } else {
                label.append(c);
            }
        }
        return labels;
    }
}
