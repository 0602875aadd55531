package dev.ficus.cli.output;

import java.util.List;

/** How stdout looks. */
public enum OutputFormat {
    TEXT,
    JSON;

    /**
     * The format that a command line asks for, found without parsing it: where the rest of the line is wrong, its error
     * must still come out in the right format.
     */
    public static OutputFormat askedFor(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean next = argument.equals("-o") || argument.equals("--output");
            String value = next && i + 1 < arguments.size() ? arguments.get(i + 1) : attached(argument);
            if (value.equals("json")) {
                return JSON;
            }
        }
        return TEXT;
    }

    private static String attached(String argument) {
        String value = argument.replaceFirst("^(--output=|-o=?)", "");
        return value.equals(argument) ? "" : value;
    }
}
