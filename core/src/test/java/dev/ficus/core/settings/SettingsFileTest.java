package dev.ficus.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ficus.core.error.ErrorCode;
import dev.ficus.core.error.FicusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String WHOLE = """
            databases:
              legacy:  { url: "jdbc:mysql://db1:3306/shop",      user: ficus, password: "${env:LEGACY_PASSWORD}",  migrations: migrations-mysql }
              primary: { url: "jdbc:postgresql://db2:5432/shop", user: ficus, password: "${file:secrets/pg}", migrations: ../pg }
              content: { url: "mongodb://db3:27017/shop", migrations: migrations-mongo }
            strangler:
              from: legacy
              to: primary
              domains:
                customers: { tables: [customers, addresses] }
                orders:    { tables: [orders, order_items] }
            """;

    @TempDir
    private Path directory;

    @Test
    void wholeFileIsReadInTheOrderOfItsLines() throws IOException {
        secret("pg", "s3cret\n");
        Settings settings = read(WHOLE, Map.of("LEGACY_PASSWORD", "old"));

        assertThat(settings.databases())
                .containsExactly(
                        new DatabaseSettings(
                                "legacy",
                                DatabaseKind.MYSQL,
                                "jdbc:mysql://db1:3306/shop",
                                Optional.of("ficus"),
                                Optional.of("old"),
                                Optional.of(directory.resolve("migrations-mysql"))),
                        new DatabaseSettings(
                                "primary",
                                DatabaseKind.POSTGRES,
                                "jdbc:postgresql://db2:5432/shop",
                                Optional.of("ficus"),
                                Optional.of("s3cret"),
                                Optional.of(directory.resolveSibling("pg"))),
                        new DatabaseSettings(
                                "content",
                                DatabaseKind.MONGO,
                                "mongodb://db3:27017/shop",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(directory.resolve("migrations-mongo"))));
        StranglerSettings strangler = settings.requiredStrangler();
        assertThat(strangler.from().name()).isEqualTo("legacy");
        assertThat(strangler.to().name()).isEqualTo("primary");
        assertThat(strangler.domains())
                .containsExactly(
                        new DomainSettings("customers", List.of("customers", "addresses")),
                        new DomainSettings("orders", List.of("orders", "order_items")));
    }

    @Test
    void onlyTheLastLineBreakOfASecretFileIsLeftOut() throws IOException {
        secret("pg", " two\n\r\n");
        String password = read(database("password: \"a${file:secrets/pg}b\""), Map.of())
                .databases()
                .get(0)
                .password()
                .orElseThrow();
        assertThat(password).isEqualTo("a two\nb");
    }

    @Test
    void placeholderIsReplacedAnywhereInAnyValue() {
        Settings settings = read(
                "databases: { one: { url: \"jdbc:mysql://${env:HOST}:${env:PORT}/shop\", user: \"$${x}$\" } }",
                Map.of("HOST", "db1", "PORT", "3307"));
        assertThat(settings.databases().get(0).url()).isEqualTo("jdbc:mysql://db1:3307/shop");
        assertThat(settings.databases().get(0).user()).contains("${x}$");
    }

    @Test
    void everyProblemOfAFileIsReportedAtOnceWithLineAndColumn() {
        String text = """
                databases:
                  legacy: { url: "jdbc:mysql://db1/shop", passwort: x, user: a, user: b }
                  primary: { url: "jdbc:postgresql://root:pw@db2/shop", password: "${env:GONE}" }
                  other: { url: "jdbc:oracle:thin:@db", password: "${vault:x}" }
                  third: { migrations: m }
                  server: { url: "jdbc:mysql://db1:3306/" }
                stranger: 1
                strangler:
                  from: primary
                  to: primari
                  domains:
                    Orders: { tables: [orders, orders] }
                    empty: { tables: [] }
                    two: { tables: [orders], table: x }
                    three: [a]
                """;
        assertThat(problems(text))
                .containsExactly(
                        "CONFIG_INVALID 2:43 unknown key passwort in database legacy | did you mean password?",
                        "CONFIG_INVALID 2:65 key user stands twice in database legacy | remove one of the two",
                        "CONFIG_INVALID 3:19 the url of database primary holds a user or a password"
                                + " | move them to the keys user and password: password: \"${env:NAME}\"",
                        "SECRET_MISSING 3:67 the environment variable GONE is not set | export GONE=…",
                        "CONFIG_INVALID 4:17 the url of database other is of no known kind"
                                + " | start it with jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb:, mongodb: or mongodb+srv:",
                        "CONFIG_INVALID 4:51 a placeholder of no known form"
                                + " | use ${env:NAME} or ${file:PATH}, or $${ for the two characters themselves",
                        "CONFIG_INVALID 5:10 database third has no url | add: url: \"jdbc:postgresql://HOST:5432/NAME\"",
                        "CONFIG_INVALID 6:18 the url of database server names no database"
                                + " | end it with the name of the database: …/NAME",
                        "CONFIG_INVALID 7:1 unknown key stranger in the file | did you mean strangler?",
                        "CONFIG_INVALID 9:9 strangler.from is the postgres database primary | name a mysql database",
                        "CONFIG_INVALID 10:7 strangler.to names primari, which is not under databases"
                                + " | did you mean primary?",
                        "CONFIG_INVALID 12:5 the domain name Orders is not allowed"
                                + " | use lower-case letters, digits and _, starting with a letter, at most 40",
                        "CONFIG_INVALID 12:32 table orders stands twice in domain Orders"
                                + " | a table has one domain: remove it from one of the two places",
                        "CONFIG_INVALID 13:22 domain empty has no tables | name at least one, or remove the domain",
                        "CONFIG_INVALID 14:21 table orders is in domain two and in domain Orders"
                                + " | a table has one domain: remove it from one of the two places",
                        "CONFIG_INVALID 14:30 unknown key table in domain two | did you mean tables?",
                        "CONFIG_INVALID 15:12 domain three is not a mapping | write it as: key: value");
    }

    @Test
    void loginIsRefusedInEveryPlaceOfAUrl() {
        for (String url : List.of(
                "mongodb://ana@db3/shop",
                "jdbc:mysql://db1/shop?useSSL=false&Password=x",
                "jdbc:postgresql://db2/shop?user=ana",
                "jdbc:mysql://(host=db1,user=ana)/shop")) {
            assertThat(problems("databases: { one: { url: \"" + url + "\" } }"))
                    .as(url)
                    .singleElement()
                    .asString()
                    .contains("holds a user or a password");
        }
    }

    @Test
    void noProblemRepeatsAPassword() {
        String secret = "hunter2";
        for (String text : List.of(
                "databases: { one: { url: \"jdbc:mysql://ana:hunter2@db1\" } }",
                "databases: { one: { url: \"x:hunter2\", password: [hunter2] } }",
                "databases: { one: { password: \"hunter2 } }",
                "databases: { one: { password: hunter2: x } }")) {
            FicusException e = catchThrowableOfType(FicusException.class, () -> read(text, Map.of()));
            assertThat(e).as(text).isNotNull();
            assertThat(e.getMessage()).as(text).doesNotContain(secret);
        }
        assertThat(read(database("password: " + secret), Map.of()).databases().toString())
                .doesNotContain(secret);
    }

    @Test
    void textThatIsNoYamlIsReportedWhereItBreaks() {
        assertThat(problems("databases:\n  one: { url: \"x\"\n  two: y\n"))
                .singleElement()
                .asString()
                .startsWith("CONFIG_INVALID 3:3 this is not YAML: ");
        assertThat(problems("")).containsExactly("CONFIG_INVALID the file is empty | write it anew with: ficus init");
        assertThat(problems("- a"))
                .containsExactly("CONFIG_INVALID 1:1 the file is not a mapping | write it as: key: value");
    }

    @Test
    void missingSecretFileIsReportedWithItsFullPath() {
        assertThat(problems(database("password: \"${file:secrets/none}\"")))
                .containsExactly("SECRET_MISSING 1:61 the secret file " + directory.resolve("secrets/none")
                        + " does not exist | write the value into that file, in UTF-8");
    }

    @Test
    void mariadbUrlIsSpelledForTheDriver() {
        DatabaseSettings database = read("databases: { one: { url: \"jdbc:mariadb://db1/shop\" } }", Map.of())
                .databases()
                .get(0);
        assertThat(database.kind()).isEqualTo(DatabaseKind.MYSQL);
        assertThat(database.url()).isEqualTo("jdbc:mysql://db1/shop");
    }

    @Test
    void stranglerMayStartWithoutDomains() {
        String text = """
                databases:
                  legacy: { url: "jdbc:mysql://db1/shop" }
                  primary: { url: "jdbc:postgresql://db2/shop" }
                strangler: { from: legacy, to: primary, domains: {} }
                """;
        StranglerSettings strangler = read(text, Map.of()).requiredStrangler();
        assertThat(strangler.domains()).isEmpty();
        FicusException e = catchThrowableOfType(FicusException.class, () -> strangler.domain("orders"));
        assertThat(e.problem().fix()).isEqualTo("add it: orders: { tables: [TABLE] }");
    }

    @Test
    void missingFileNamesTheCommandThatWritesOne() {
        FicusException e =
                catchThrowableOfType(FicusException.class, () -> SettingsFile.read(directory.resolve("none.yaml")));
        assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_NOT_FOUND);
        assertThat(e.problem().fix()).contains("ficus init");
    }

    @Test
    void unknownDatabaseAndDomainGetASuggestion() throws IOException {
        secret("pg", "x");
        Settings settings = read(WHOLE, Map.of("LEGACY_PASSWORD", "old"));
        FicusException database = catchThrowableOfType(FicusException.class, () -> settings.database("primry"));
        assertThat(database.code()).isEqualTo(ErrorCode.DATABASE_UNKNOWN);
        assertThat(database.problem().fix()).isEqualTo("did you mean primary?");
        FicusException domain = catchThrowableOfType(
                FicusException.class, () -> settings.requiredStrangler().domain("payments"));
        assertThat(domain.code()).isEqualTo(ErrorCode.DOMAIN_UNKNOWN);
        assertThat(domain.problem().fix()).isEqualTo("use one of: customers, orders");
    }

    private List<String> problems(String text) {
        FicusException e = catchThrowableOfType(FicusException.class, () -> read(text, Map.of()));
        assertThat(e).as("the file is refused").isNotNull();
        String file = directory.resolve("ficus.yaml").toString();
        return e.problems().stream()
                .map(problem -> problem.code()
                        + problem.where().replace(file + ":", " ").replace(file, "") + " " + problem.what() + " | "
                        + problem.fix())
                .toList();
    }

    private static String database(String more) {
        return "databases: { one: { url: \"jdbc:mysql://db1/shop\", " + more + " } }";
    }

    private void secret(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets").resolve(name), content);
    }

    private Settings read(String text, Map<String, String> environment) {
        try {
            Path file = Files.writeString(directory.resolve("ficus.yaml"), text);
            return SettingsFile.read(file, name -> Optional.ofNullable(environment.get(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
