package dev.ficus.dualwrite.table;

/** Identifiers quoted for each side: kept as they are, upper case and reserved words included. */
public final class Quoted {
    private Quoted() {}

    public static String mysql(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    public static String postgres(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** What {@link #postgres} quoted; a name that is not quoted stays as it is. */
    public static String bare(String quoted) {
        return quoted.length() >= 2 && quoted.startsWith("\"") && quoted.endsWith("\"")
                ? quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"")
                : quoted;
    }
}
