package dev.ficus.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows of ARCHITECTURE.md. Each rule says what to do instead of breaking it. */
class ArchitectureTest {
    private static final JavaClasses FICUS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ficus");

    /** Every module must be there, or the rules below would hold of nothing. */
    @Test
    void everyModuleIsChecked() {
        for (String module : List.of(
                "core",
                "migrations.sql",
                "migrations.postgres",
                "migrations.mysql",
                "migrations.mongo",
                "dualwrite",
                "sandbox",
                "cli")) {
            assertThat(FICUS.that(resideInAnyPackage("dev.ficus." + module + "..")))
                    .as(module)
                    .isNotEmpty();
        }
    }

    /** {@code module} may use of Ficus itself and {@code allowed}, which are separated by spaces. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    core,                ''
                    migrations.sql,      core
                    migrations.postgres, core migrations.sql
                    migrations.mysql,    core migrations.sql
                    migrations.mongo,    core
                    dualwrite,           core
                    sandbox,             core
                    """)
    void moduleUsesOnlyWhatIsBelowIt(String module, String allowed) {
        String[] packages = (module + " " + allowed).strip().split(" ");
        for (int i = 0; i < packages.length; i++) {
            packages[i] = "dev.ficus." + packages[i] + "..";
        }
        check(noClasses()
                .that()
                .resideInAPackage("dev.ficus." + module + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.ficus..").and(resideOutsideOfPackages(packages)))
                .because("arrows point down: move what both need into core, or let cli hand it in"));
    }

    /** {@code part} of dual-write may use the packages that stand right of it. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    value,    ''
                    connect,  ''
                    table,    value connect
                    control,  value table connect
                    schema,   value table control connect
                    scan,     value table connect
                    proposal, table connect
                    backfill, value table control connect stream scan
                    stream,   value table control connect
                    verify,   value table control connect
                    cutover,  value table control connect schema backfill stream verify
                    doctor,   value table control connect schema backfill stream scan
                    route,    value table control connect
                    """)
    void packageOfDualWriteUsesOnlyWhatIsBelowIt(String part, String allowed) {
        String[] packages = (part + " " + allowed).strip().split(" ");
        for (int i = 0; i < packages.length; i++) {
            packages[i] = "dev.ficus.dualwrite." + packages[i] + "..";
        }
        check(noClasses()
                .that()
                .resideInAPackage("dev.ficus.dualwrite." + part + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.ficus.dualwrite..").and(resideOutsideOfPackages(packages)))
                .because("inside dual-write the arrows are value <- table <- control <-"
                        + " { schema, backfill, stream, verify } <- { cutover, doctor }, and control <- route:"
                        + " move what both need down into control, or let cutover or cli join the two"));
    }

    /** {@code library} is imported in these modules and nowhere else. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    picocli..,                    cli
                    io.micrometer..,              cli.monitor
                    com.fasterxml.jackson..,      cli dualwrite.value dualwrite.schema
                    liquibase..,                  migrations.sql migrations.postgres migrations.mysql
                    io.mongock..,                 migrations.mongo
                    com.mongodb..,                migrations.mongo sandbox cli.demo
                    org.postgresql..,             migrations.postgres dualwrite sandbox
                    com.mysql..,                  migrations.mysql dualwrite sandbox
                    com.github.shyiko..,          dualwrite.stream dualwrite.value
                    org.jdbi..,                   dualwrite
                    org.testcontainers..,         sandbox
                    de.bwaldvogel..,              sandbox
                    org.yaml.snakeyaml..,         core.settings migrations.mongo
                    """)
    void libraryStaysInItsModule(String library, String modules) {
        String[] packages = modules.split(" ");
        for (int i = 0; i < packages.length; i++) {
            packages[i] = "dev.ficus." + packages[i] + "..";
        }
        check(noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a library that everybody imports can never be replaced:"
                        + " put a small type of ours in front of it, in the module that owns it"));
    }

    @Test
    void onlyTheSessionOfTheCommandLineWritesToTheConsole() {
        check(noClasses()
                .should(ACCESS_STANDARD_STREAMS)
                .because("stdout holds the result only: return a record, report to Progress, or log to SLF4J"));
    }

    @Test
    void librariesDoNotEndTheProcess() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("dev.ficus.cli")
                .and()
                .doNotHaveFullyQualifiedName("dev.ficus.cli.session.Interrupts")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .because("only the command line knows the exit code: throw a FicusException"));
    }

    @Test
    void outputKnowsNeitherCommandsNorDatabases() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ficus.cli.output..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "java.sql..", "dev.ficus.cli.command..", "dev.ficus.cli.session..")
                .because("a printer gets a finished record: let the command make it"));
    }

    @Test
    void optionsOfTheCommandLineStayInTheCommands() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.ficus.cli.session..", "dev.ficus.cli.migrate..", "dev.ficus.cli.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "dev.ficus.cli.command..")
                .because("what lies below the commands is used without picocli: hand the values in"));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("dev.ficus.(**)")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one: join them, or move what both need below"));
    }

    @Test
    void packagesAreNamedByTheirIdea() {
        check(noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..")
                .because("such a package takes everything in: name it by what lives there"));
    }

    private static void check(ArchRule rule) {
        rule.check(FICUS);
    }
}
