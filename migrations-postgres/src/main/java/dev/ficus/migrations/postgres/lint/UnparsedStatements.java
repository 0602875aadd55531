package dev.ficus.migrations.postgres.lint;

import dev.ficus.migrations.sql.lint.SyntaxTree;
import java.util.ArrayList;
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
        Optional<SyntaxTree> head = parse(matcher.group("head") + " ()");
        Optional<SyntaxTree> query = parse(matcher.group("query"));
        if (head.isEmpty() || query.isEmpty()) {
            return Optional.empty();
        }
        List<PostgresAction> actions = new ArrayList<>(CreateTableReader.actions(head.get()));
        actions.addAll(DataReader.actions(query.get()));
        return Optional.of(actions);
    }

    private static Optional<SyntaxTree> parse(String statement) {
        return SyntaxTree.parse(
                        DollarQuotes.asPlain(statement),
                        PostgreSQLStatementLexer::new,
                        PostgreSQLStatementParser::new,
                        PostgreSQLStatementParser::execute)
                .map(root -> root.children().get(0));
    }
}
