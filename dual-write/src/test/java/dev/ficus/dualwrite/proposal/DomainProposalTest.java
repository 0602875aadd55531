package dev.ficus.dualwrite.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DomainProposalTest {
    private final List<SourceTable> tables = new ArrayList<>();
    private final List<Tie> ties = new ArrayList<>();

    @Test
    void tablesThatKeysTieDirectlyOrThroughOthersAreOneDomain() {
        tables("items", "orders", "refunds", "news");
        tie("items.order_id -> orders.id");
        tie("refunds.item_id -> items.id");
        assertThat(domains())
                .containsExactly(
                        "items: orders, items, refunds because items.order_id -> orders.id, refunds.item_id -> items.id",
                        "news: news because no foreign key ties it to another table");
    }

    @Test
    void domainIsCalledLikeTheTableThatMostOthersReferTo() {
        tables("items", "orders", "payments");
        tie("items.order_id -> orders.id");
        tie("payments.order_id -> orders.id");
        assertThat(proposal().domains()).extracting(ProposedDomain::name).containsExactly("orders");
    }

    @Test
    void keyOfATableToItselfTiesNothing() {
        tables("categories", "news");
        tie("categories.parent_id -> categories.id");
        assertThat(proposal().domains())
                .extracting(ProposedDomain::tables)
                .containsExactly(List.of("categories"), List.of("news"));
    }

    @Test
    void circleOfKeysIsOneDomainInTheOrderOfTheAlphabet() {
        tables("b", "a");
        tie("a.b_id -> b.id");
        tie("b.a_id -> a.id");
        assertThat(proposal().domains().get(0).tables()).containsExactly("a", "b");
    }

    @Test
    void nameThatFicusYamlWouldRefuseIsMadeFit() {
        tables("Order Details", "2fa", "ünder", "x".repeat(60), "x".repeat(61), "ß");
        assertThat(proposal().domains())
                .extracting(ProposedDomain::name)
                .allMatch(name -> name.matches("[a-z][a-z0-9_]{0,39}"))
                .doesNotHaveDuplicates()
                .contains("order_details", "domain_2fa", "nder", "x".repeat(40), "x".repeat(38) + "_2", "domain");
    }

    @Test
    void prefixThatAllTablesShareIsLeftOutOfTheNames() {
        tables("WP_POSTS", "wp_users");
        assertThat(proposal().domains()).extracting(ProposedDomain::name).containsExactly("posts", "users");
    }

    @Test
    void orderOfTheCatalogMakesNoDifference() {
        tables("d", "c", "b", "a", "e");
        tie("a.b_id -> b.id");
        tie("c.d_id -> d.id");
        DomainProposal first = proposal();
        Collections.reverse(tables);
        Collections.reverse(ties);
        assertThat(proposal()).isEqualTo(first);
    }

    @Test
    void nameOfAColumnIsAHintAndJoinsNothing() {
        tables("orders", "categories", "boxes");
        table("reviews", "order_id", "id_category", "box", "author_id");
        DomainProposal proposal = proposal();
        assertThat(proposal.domains()).hasSize(4);
        assertThat(proposal.hints())
                .extracting(Tie::words)
                .containsExactly(
                        "reviews.box -> boxes.id",
                        "reviews.id_category -> categories.id",
                        "reviews.order_id -> orders.id");
    }

    @Test
    void columnOfAnotherTypeThanTheKeyIsNoHint() {
        tables("orders");
        tables.add(new SourceTable(
                "reviews", columns("id", "int", "order_id", "varchar(20)"), List.of("id"), Optional.empty()));
        assertThat(proposal().hints()).isEmpty();
    }

    @Test
    void columnThatHasAForeignKeyIsNoHint() {
        tables("orders");
        table("reviews", "order_id");
        tie("reviews.order_id -> orders.id");
        assertThat(proposal().hints()).isEmpty();
    }

    @Test
    void columnThatIsCalledLikeTheKeyOfOneTableIsAHintAndOfTwoIsNone() {
        tables.add(new SourceTable("product", columns("sku", "int"), List.of("sku"), Optional.empty()));
        table("stock", "sku");
        assertThat(proposal().hints()).extracting(Tie::words).containsExactly("stock.sku -> product.sku");
        tables.add(new SourceTable("bundle", columns("sku", "int"), List.of("sku"), Optional.empty()));
        assertThat(proposal().hints())
                .as("which of the two is meant is not known")
                .isEmpty();
    }

    @Test
    void tableThatIsLeftOutStillTiesTheOthersAndIsNamedWithTheirDomain() {
        tables("groups", "users");
        tables.add(new SourceTable(
                "members",
                columns("user_id", "int", "group_id", "int"),
                List.of(),
                Optional.of(new SourceTable.Reason("it has no primary key", "give it one"))));
        tie("members.user_id -> users.id");
        tie("members.group_id -> groups.id");
        DomainProposal proposal = proposal();
        assertThat(proposal.domains()).extracting(ProposedDomain::tables).containsExactly(List.of("groups", "users"));
        assertThat(proposal.leftOut())
                .containsExactly(new DomainProposal.LeftOutTable(
                        "members", "it has no primary key", "give it one", Optional.of("groups")));
        assertThat(proposal.domains().get(0).because())
                .as("the reason names the table that is not in it")
                .containsExactly("members.group_id -> groups.id", "members.user_id -> users.id");
    }

    @Test
    void keyIntoAnotherDatabaseIsTold() {
        tables("orders");
        tie("orders.customer_id -> crm.customers.id");
        DomainProposal proposal = proposal();
        assertThat(proposal.leaving()).extracting(Tie::words).containsExactly("orders.customer_id -> crm.customers.id");
        assertThat(proposal.domains()).hasSize(1);
    }

    @Test
    void largeDomainIsToldWhereOneKeyHoldsTwoPartsTogether() {
        star("order", 12);
        star("post", 11);
        tie("post_1.order_id -> order_0.id");
        assertThat(proposal().domains())
                .singleElement()
                .satisfies(domain -> assertThat(domain.cut())
                        .contains("without post_1.order_id -> order_0.id it would be two domains,"
                                + " of 12 and 11 tables"));
    }

    @Test
    void largeDomainAroundOneTableIsToldThatTable() {
        star("a", 8);
        star("b", 8);
        star("c", 8);
        tables("users");
        for (String part : List.of("a", "b", "c")) {
            for (int i = 0; i < 3; i++) {
                tie(part + "_" + i + ".user_id -> users.id");
            }
        }
        assertThat(proposal().domains().get(0).cut())
                .contains("without the keys to and from users it would fall into parts of 8, 8, 8 tables");
    }

    @Test
    void smallDomainIsNotToldWhereItCouldBeDivided() {
        star("a", DomainProposal.LARGE);
        assertThat(proposal().domains().get(0).cut()).isEmpty();
    }

    private void star(String name, int size) {
        for (int i = 0; i < size; i++) {
            tables(name + "_" + i);
            if (i > 0) {
                tie(name + "_" + i + ".up -> " + name + "_0.id");
            }
        }
    }

    private List<String> domains() {
        return proposal().domains().stream()
                .map(domain -> domain.name() + ": " + String.join(", ", domain.tables()) + " because "
                        + String.join(", ", domain.because()))
                .toList();
    }

    private DomainProposal proposal() {
        assertThat(tables).extracting(SourceTable::name).as("names of tables").hasSameSizeAs(new TreeSet<>(names()));
        return DomainProposal.of(new SourceSchema("shop", tables, ties));
    }

    private List<String> names() {
        return tables.stream().map(SourceTable::name).toList();
    }

    private void tables(String... names) {
        for (String name : names) {
            table(name);
        }
    }

    private void table(String name, String... integers) {
        Map<String, String> columns = columns("id", "int");
        for (String column : integers) {
            columns.put(column, "int(11)");
        }
        tables.add(new SourceTable(name, columns, List.of("id"), Optional.empty()));
    }

    private static Map<String, String> columns(String... namesAndTypes) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.put(namesAndTypes[i], namesAndTypes[i + 1]);
        }
        return columns;
    }

    /** Takes what {@link Tie#words} prints. */
    private void tie(String words) {
        String[] ends = words.split(" -> ");
        int to = ends[1].lastIndexOf('.');
        ties.add(new Tie(
                ends[0].substring(0, ends[0].indexOf('.')),
                List.of(ends[0].substring(ends[0].indexOf('.') + 1)),
                ends[1].substring(0, to),
                List.of(ends[1].substring(to + 1))));
    }
}
