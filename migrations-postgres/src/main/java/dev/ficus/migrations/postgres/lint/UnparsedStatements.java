package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.List;
import java.util.Optional;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.PostgreSQLStatementParser;

/**
 * The one common statement that the grammar does not know, {@code CREATE TABLE name AS query}: its head is read as the head
 * of a table without columns, and its query as a query.
 */
final class UnparsedStatements {
    private static final java.util.regex.Pattern TABLE_AS = java.util.regex.Pattern.compile(
            "(?is)\\s*(?<head>CREATE\\s+(?:(?:GLOBAL|LOCAL)\\s+)?(?:TEMP\\s+|TEMPORARY\\s+|UNLOGGED\\s+)?TABLE\\s+"
                    + "(?:IF\\s+NOT\\s+EXISTS\\s+)?(?:\"[^\"]+\"|[\\w$.])+)\\s+AS\\s+(?<query>(?:SELECT|WITH|TABLE|VALUES)\\b.*)");

    private UnparsedStatements() {}

    static Optional<List<PostgresAction>> read(String statement) {
        java.util.regex.Matcher matcher = TABLE_AS.matcher(statement);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return SyntaxTree.parse(
                        matcher.group("head") + " ()",
                        PostgreSQLStatementLexer::new,
                        PostgreSQLStatementParser::new,
                        PostgreSQLStatementParser::execute)
                .map(root -> CreateTableReader.actions(root.children().get(0)));
    }
}
