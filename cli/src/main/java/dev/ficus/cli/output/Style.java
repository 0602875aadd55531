package dev.ficus.cli.output;

/**
 * Colours, or none.
 *
 * @param coloured whether escape sequences may be written
 */
public record Style(boolean coloured) {
    public static final Style PLAIN = new Style(false);

    public String bad(String text) {
        return wrap("31", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String attention(String text) {
        return wrap("33", text);
    }

    public String strong(String text) {
        return wrap("1", text);
    }

    private String wrap(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
