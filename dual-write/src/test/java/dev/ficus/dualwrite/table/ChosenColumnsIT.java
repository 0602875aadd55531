package dev.ficus.dualwrite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import dev.ficus.core.settings.ColumnChoice;
import dev.ficus.core.settings.ConversionSettings;
import dev.ficus.core.settings.DomainSettings;
import dev.ficus.core.settings.TableChoice;
import dev.ficus.dualwrite.StranglerFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Choices of {@code ficus.yaml} against the tables that MySQL has. */
class ChosenColumnsIT {
    private static final Optional<String> NONE = Optional.empty();

    private final StranglerFixture fixture = StranglerFixture.fresh();

    @Test
    void choicesReachTheirColumns() throws SQLException {
        fixture.mysql("CREATE TABLE orders (id INT PRIMARY KEY, paid TINYINT(1) NOT NULL, state ENUM('a','b'),"
                + " placed DATETIME NOT NULL, note TEXT)");
        ColumnChoice nullDate = new ColumnChoice(NONE, NONE, Optional.of("null"), NONE, NONE);
        Table table = tables(
                        Map.of("tinyint(1)", to("boolean"), "datetime", nullDate),
                        new TableChoice(
                                Optional.of("shop_orders"),
                                Map.of("enum", to("enum")),
                                Map.of("note", new ColumnChoice(Optional.of("remark"), NONE, NONE, NONE, NONE))))
                .get(0);

        assertThat(table.target()).isEqualTo("shop_orders");
        assertThat(table.columns())
                .extracting(
                        column -> column.postgresName() + " " + column.value().postgresType())
                .containsExactly(
                        "\"id\" integer",
                        "\"paid\" boolean",
                        "\"state\" \"shop_orders_state\"",
                        "\"placed\" timestamp(0)",
                        "\"remark\" text");
        assertThat(table.columns().get(2).value().postgresLabels()).containsExactly("a", "b");
        assertThat(table.columns().get(3).nullableInPostgres())
                .as("a NOT NULL date that may become NULL")
                .isTrue();
    }

    @Test
    void everyChoiceThatDoesNotSuitItsColumnIsReportedAtOnce() {
        fixture.mysql("CREATE TABLE orders (id INT, created DATE, flag TINYINT(1), state ENUM('a','b') NOT NULL,"
                + " note TEXT, at DATETIME, price FLOAT, PRIMARY KEY (id, created))");
        Map<String, ColumnChoice> columns = new LinkedHashMap<>();
        columns.put("nota", to("bytea"));
        columns.put("flag", new ColumnChoice(Optional.of("note"), Optional.of("uuid"), NONE, NONE, NONE));
        columns.put("state", new ColumnChoice(NONE, NONE, NONE, NONE, Optional.of("null")));
        columns.put("note", new ColumnChoice(NONE, NONE, NONE, Optional.of("two"), NONE));
        columns.put("at", new ColumnChoice(NONE, NONE, Optional.of("2024-02-30"), NONE, NONE));
        columns.put("price", new ColumnChoice(NONE, NONE, Optional.of("null"), NONE, NONE));
        ColumnChoice nullDate = new ColumnChoice(NONE, NONE, Optional.of("null"), NONE, NONE);

        FicusException failure = catchThrowableOfType(
                FicusException.class, () -> tables(Map.of("date", nullDate), new TableChoice(NONE, Map.of(), columns)));

        assertThat(failure.problems())
                .allSatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                    assertThat(problem.where()).isEqualTo("ficus.yaml, strangler.convert");
                })
                .extracting(problem -> problem.what() + " | " + problem.fix())
                .containsExactly(
                        "what is chosen for column orders.flag does not suit it: tinyint(1) cannot become uuid"
                                + " | choose one of these for to: smallint, integer, bigint, numeric(20), numeric, boolean",
                        "what is chosen for column orders.note does not suit it: nul: two is more than one character"
                                + " | choose fail, strip or the one character that stands for NUL",
                        "what is chosen for column orders.at does not suit it: zero-date: 2024-02-30 is no date"
                                + " | choose fail, null or a date for zero-date, such as 1970-01-01 or 1970-01-01 00:00:01",
                        "what is chosen for column orders.price does not suit it: float has no zero-date"
                                + " | choose among: to",
                        "table orders has no column nota | did you mean note?",
                        "columns flag and note of table orders would both be note in PostgreSQL"
                                + " | give one of them another name",
                        "column orders.created belongs to the primary key, where two rows could become one if values"
                                + " were replaced | choose fail for it, under tables: { orders: { columns: { created: …"
                                + " } } }, and correct its rows on MySQL",
                        "column orders.state is NOT NULL on MySQL, so a NULL has no way back"
                                + " | choose a label for invalid-enum");
    }

    private static ColumnChoice to(String type) {
        return new ColumnChoice(NONE, Optional.of(type), NONE, NONE, NONE);
    }

    private List<Table> tables(Map<String, ColumnChoice> types, TableChoice orders) throws SQLException {
        try (Connection connection = fixture.mysql().open()) {
            return MysqlCatalog.tables(
                    connection,
                    new DomainSettings(
                            "any", List.of("orders"), new ConversionSettings(types, Map.of("orders", orders))));
        }
    }
}
