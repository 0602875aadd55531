package dev.ficus.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.FicusException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The section {@code strangler.convert}. */
class ConversionSettingsTest {
    private static final String HEAD = """
            databases:
              legacy: { url: "jdbc:mysql://db1/shop" }
              primary: { url: "jdbc:postgresql://db2/shop" }
            strangler:
              from: legacy
              to: primary
              domains: { blog: { tables: [wp_posts, wp_users] }, shop: { tables: [orders] } }
            """;
    private static final int HEAD_LINES = 7;

    @Test
    void everyChoiceIsReadAndReachesEveryDomain() {
        StranglerSettings strangler = read("""
                convert:
                  types:
                    tinyint(1): { to: boolean }
                    datetime: { zero-date: null }
                    DECIMAL(10, 2): { to: numeric }
                  tables:
                    wp_posts:
                      name: posts
                      types: { timestamp: { zero-date: 1970-01-02 } }
                      columns:
                        post_content: { nul: strip }
                        excerpt: { nul: " " }
                        guid: { name: link, to: bytea }
                        status: { invalid-enum: ~ }
                """);
        ConversionSettings conversion = strangler.domain("blog").conversion();

        assertThat(strangler.domain("shop").conversion()).isEqualTo(conversion);
        assertThat(conversion.types()).containsOnlyKeys("tinyint(1)", "datetime", "decimal(10,2)");
        assertThat(conversion.types().get("datetime").zeroDate()).contains("null");
        TableChoice posts = conversion.table("wp_posts");
        assertThat(posts.name()).contains("posts");
        assertThat(posts.types().get("timestamp").zeroDate()).contains("1970-01-02");
        assertThat(posts.columns().get("post_content").nul()).contains("strip");
        assertThat(posts.columns().get("excerpt").nul()).contains(" ");
        assertThat(posts.columns().get("guid"))
                .isEqualTo(new ColumnChoice(
                        Optional.of("link"),
                        Optional.of("bytea"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(posts.columns().get("status").invalidEnum()).contains("null");
        assertThat(conversion.table("wp_users")).isEqualTo(TableChoice.NONE);
    }

    @Test
    void theMoreSpecificChoiceWinsPartByPart() {
        ConversionSettings conversion = read("""
                convert:
                  types:
                    datetime: { to: timestamptz, zero-date: null }
                    datetime(6): { to: timestamp }
                    bigint unsigned: { to: bigint }
                  tables:
                    orders:
                      types: { datetime: { zero-date: 1970-01-01 } }
                      columns: { placed: { zero-date: fail } }
                """).domain("shop").conversion();

        assertThat(conversion.column("orders", "placed", "datetime", "datetime"))
                .as("the column's own word, the rest from its type")
                .extracting(ColumnChoice::zeroDate, ColumnChoice::to)
                .containsExactly(Optional.of("fail"), Optional.of("timestamptz"));
        assertThat(conversion.column("orders", "other", "datetime", "datetime(6)"))
                .as("the table's type goes before the general one, which goes by the whole declaration first")
                .extracting(ColumnChoice::zeroDate, ColumnChoice::to)
                .containsExactly(Optional.of("1970-01-01"), Optional.of("timestamp"));
        assertThat(conversion
                        .column("wp_users", "id", "bigint", "bigint(20) unsigned")
                        .to())
                .as("MariaDB's catalog shows a display width")
                .contains("bigint");
        assertThat(conversion.column("wp_users", "id", "bigint", "bigint(20)").to())
                .isEmpty();
    }

    @Test
    void everyProblemIsReportedAtOnceWithLineAndColumn() {
        assertThat(problems("""
                convert:
                  type: {}
                  types:
                    datetme: { zero-date: null }
                    boolean: { to: boolean }
                    datetime: { zero_date: null }
                    BIT: { name: x }
                    int: {}
                    text: { nul: }
                    json: { nul: null }
                  tables:
                    wp_post: { name: x }
                    wp_posts: { name: posts, column: {} }
                    wp_users: { columns: { a: { zero-date: [x] } } }
                    orders: []
                """))
                .containsExactly(
                        "2:5 unknown key type in strangler.convert | did you mean types?",
                        "4:7 there is no type datetme in MySQL's catalog | did you mean datetime?",
                        "5:7 there is no type boolean in MySQL's catalog | write tinyint(1), as the catalog shows it",
                        "6:19 unknown key zero_date in type datetime | did you mean zero-date?",
                        "7:14 a name is given to type BIT"
                                + " | name single columns: tables: { TABLE: { columns: { COLUMN: { name: … } } } }",
                        "8:12 type int is empty | write a choice, or remove the key",
                        "9:19 nul of type text has no value | write a value, or remove the key",
                        "10:20 nul of type json has no value | write a value, or remove the key",
                        "12:7 strangler.convert.tables names wp_post, which is in no domain | did you mean wp_posts?",
                        "13:32 unknown key column in table wp_posts | did you mean columns?",
                        "14:46 zero-date of column wp_users.a is not a single value | write one value",
                        "15:15 table orders is not a mapping | write it as: key: value");
    }

    @Test
    void twoTablesOfOneNameAreRefused() {
        assertThat(problems("convert: { tables: { wp_posts: { name: orders }, wp_users: { name: \"" + "é".repeat(32)
                        + "\" } } }\n"))
                .containsExactly(
                        "1:22 tables wp_posts and orders would both be orders in PostgreSQL"
                                + " | give one of them another name",
                        "1:70 the name of table wp_users is longer than PostgreSQL's 63 bytes | choose a shorter one");
    }

    @Test
    void oneTypeWrittenInTwoWaysIsRefused() {
        assertThat(problems("convert: { types: { INT: { to: bigint }, int: { to: numeric } } }\n"))
                .containsExactly("1:21 type int stands twice in types of strangler.convert | remove one of the two");
    }

    @Test
    void sectionThatSaysNothingIsRefused() {
        assertThat(problems("convert: {}\n"))
                .containsExactly("1:12 strangler.convert is empty | write a choice, or remove the key");
        assertThat(problems("convert:\n"))
                .containsExactly("1:11 strangler.convert is not a mapping | write it as: key: value");
    }

    private static StranglerSettings read(String convert) {
        return new SettingsParser(Path.of("ficus.yaml"), name -> Optional.empty())
                .parse(HEAD + convert.indent(2))
                .requiredStrangler();
    }

    /** The problems, with lines counted from the one that says {@code convert}. */
    private static List<String> problems(String convert) {
        FicusException e = catchThrowableOfType(FicusException.class, () -> read(convert));
        return e.problems().stream()
                .map(problem -> {
                    String[] place = problem.where().split(":");
                    return (Integer.parseInt(place[1]) - HEAD_LINES) + ":" + place[2] + " " + problem.what() + " | "
                            + problem.fix();
                })
                .toList();
    }
}
