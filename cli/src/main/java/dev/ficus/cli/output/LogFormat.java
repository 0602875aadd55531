package dev.ficus.cli.output;

import java.util.List;

/** How stderr looks. */
public enum LogFormat {
    /** Lines for people; on a terminal one of them moves. */
    TEXT,
    /** One JSON object a line, and nothing else. */
    JSON;

    /** The format that a command line asks for, found without parsing it, as {@link OutputFormat#askedFor}. */
    public static LogFormat askedFor(List<String> arguments) {
        int at = arguments.indexOf("--log-format");
        boolean next =
                at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals("json");
        return next || arguments.contains("--log-format=json") ? JSON : TEXT;
    }
}
