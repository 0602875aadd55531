package dev.ficus.cli.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.cli.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemas as rich as those of real applications, from {@code init --from} to a dual-write whose both sides are equal,
 * through the command line.
 */
class RealSchemasIT {
    private static final int ROWS = 100;
    private static final List<String> CMS = List.of(
            "cms_people",
            "cms_people_traits",
            "cms_entries",
            "cms_entry_traits",
            "cms_terms",
            "cms_entry_terms",
            "cms_remarks",
            "cms_options",
            "cms_files",
            "cms_redirects",
            "CMS_AUDIT");
    private static final List<String> SHOP = List.of(
            "country",
            "customer",
            "customer_address",
            "category",
            "product",
            "product_text",
            "stock",
            "coupon",
            "order",
            "order_line",
            "payment",
            "order_log",
            "review");
    private static final List<String> WIKI = List.of(
            "account",
            "account_group",
            "actor",
            "page",
            "version",
            "version_part",
            "summary",
            "page_link",
            "category_member",
            "media",
            "recent_change",
            "other_wiki",
            "cache_entry",
            "search_index",
            "page_property");

    @TempDir
    private Path directory;

    @Test
    void contentManagementSystem() throws Exception {
        RealSchema cms = new RealSchema("cms", directory);
        Map<String, Set<Hazard>> hazards = Map.of(
                "cms_entries.body", Set.of(Hazard.NUL),
                "cms_people.locked", Set.of(Hazard.NUMBER_AS_FLAG),
                "cms_remarks.verdict", Set.of(Hazard.EMPTY_ENUM));
        cms.fill(1, ROWS, hazards, CMS);
        CommandRun init = cms.init();
        assertThat(init.out())
                .contains("  entries: tables cms_people, cms_entries, cms_entry_traits,")
                .contains("  cms_hits: table cms_hits has no primary key")
                .contains("  cms_published: it is a view");
        walk(cms, hazards, CMS);
    }

    @Test
    void shop() throws Exception {
        RealSchema shop = new RealSchema("shop", directory);
        Map<String, Set<Hazard>> hazards = Map.of("review.body", Set.of(Hazard.NUL));
        shop.fill(2, ROWS, hazards, SHOP);
        CommandRun init = shop.init();
        assertThat(init.out())
                .contains("    order.customer_id -> customer.customer_id\n")
                .contains("  review.product_id -> product.product_id\n");
        walk(shop, hazards, SHOP);
    }

    @Test
    void wiki() throws Exception {
        RealSchema wiki = new RealSchema("wiki", directory);
        Map<String, Set<Hazard>> hazards =
                Map.of("media.kind", Set.of(Hazard.EMPTY_ENUM), "search_index.words", Set.of(Hazard.NUL));
        wiki.fill(3, ROWS, hazards, WIKI);
        assertThat(wiki.init().out()).contains("  version_part.version_id -> version.version_id\n");
        walk(wiki, hazards, WIKI);
    }

    @Test
    void shopThatChangesAfterItsConversionIsConvertedAgain() throws Exception {
        RealSchema shop = new RealSchema("shop", directory);
        shop.init();
        String orders = shop.domain("orders");
        shop.ok("schema", "convert", orders);
        shop.ok("migrate", "up", "--db", "primary");
        shop.onMysql(
                "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'",
                "ALTER TABLE `order` ADD COLUMN channel varchar(20) NOT NULL DEFAULT 'web', ADD KEY by_channel (channel),"
                        + " DROP KEY order_open",
                "ALTER TABLE payment ADD COLUMN refunded tinyint(1) NOT NULL DEFAULT 0");
        shop.ok("schema", "convert", orders);
        shop.ok("migrate", "up", "--db", "primary");
        shop.onMysql(
                "INSERT INTO `order` (number, channel, sent_at) VALUES ('N-1', 'phone', '2024-05-06 07:08:09')",
                "INSERT INTO payment (payment_id, order_id, method, amount, refunded)"
                        + " SELECT x'00', order_id, 'card', 1.5, 1 FROM `order`");
        shop.ok("backfill", orders);
        shop.whileSyncing(() -> assertThat(shop.ok("verify", orders).out()).contains(" 2 rows, equal on both sides"));
        assertThat(shop.asked("SELECT channel FROM sales_order")).isEqualTo("phone");
        assertThat(shop.asked("SELECT refunded FROM payment")).isEqualTo("t");
    }

    private static void walk(RealSchema schema, Map<String, Set<Hazard>> hazards, List<String> tables)
            throws Exception {
        schema.ok("doctor");
        for (String domain : schema.domains()) {
            schema.ok("schema", "convert", domain);
        }
        schema.ok("migrate", "up", "--db", "primary");
        for (String domain : schema.domains()) {
            schema.ok("backfill", domain);
        }
        schema.whileSyncing(() -> {
            equal(schema);
            schema.change(4, ROWS / 4, hazards, tables);
            equal(schema);
            for (String domain : schema.domains()) {
                schema.ok("cutover", "run", domain, "--to", "dual-write");
            }
            schema.rewriteOnPostgres();
            equal(schema);
        });
    }

    private static void equal(RealSchema schema) throws Exception {
        for (String domain : schema.domains()) {
            assertThat(schema.ok("verify", domain).out()).contains(" rows, equal on both sides");
        }
    }
}
