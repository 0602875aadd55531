package dev.ficus.migrations.sql;

/**
 * How a server's SQL has to be read to find the ends of its statements.
 *
 * @param dollarQuotes {@code $tag$ ... $tag$} is a string (PostgreSQL)
 * @param nestedComments {@code /*} counts inside a comment (PostgreSQL)
 * @param backslashEscapes a backslash escapes in every string (MySQL); otherwise only after {@code E} (PostgreSQL)
 * @param hashComments {@code #} starts a comment, and {@code --} needs a blank after it (MySQL)
 * @param delimiterLines a line {@code DELIMITER x} changes the end of statements (the mysql client)
 */
public record ScriptSyntax(
        boolean dollarQuotes,
        boolean nestedComments,
        boolean backslashEscapes,
        boolean hashComments,
        boolean delimiterLines) {

    /** PostgreSQL manual, section 4.1 "Lexical Structure". */
    public static final ScriptSyntax POSTGRES = new ScriptSyntax(true, true, false, false, false);

    /** MySQL manual, section 11.1 "Literal Values", 11.7 "Comments", 6.5.1 "mysql client commands". */
    public static final ScriptSyntax MYSQL = new ScriptSyntax(false, false, true, true, true);
}
