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
}
