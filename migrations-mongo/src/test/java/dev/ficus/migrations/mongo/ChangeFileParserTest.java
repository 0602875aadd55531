package dev.ficus.migrations.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.error.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeFileParserTest {

    @Test
    void allProblemsOfAFileAreReportedWithLineAndColumn() {
        List<Problem> problems = parse("""
                id: ""
                autor: ana
                transactional: perhaps
                steps:
                  - aply: { dropCollection: a }
                  - apply: { explode: a }
                  - apply: { createIndex: { collection: a } }
                  - apply: { insert: { collection: a, documents: {} } }
                  - apply: { dropIndex: { collection: a, name: b, force: true } }
                  - apply: { insert: { collection: a, documents: [ { _id: { $oid: zz } } ] } }
                    rollback: nothing
                """).problems();
        assertThat(problems)
                .extracting(problem -> problem.where() + " " + problem.what())
                .containsExactly(
                        "migrations-mongo/a.yaml:2:1 (database content) a change has no field autor; it has allow, author,"
                                + " id, steps, transactional",
                        "migrations-mongo/a.yaml:1:1 (database content) the change needs an id",
                        "migrations-mongo/a.yaml:3:16 (database content) transactional has to be true or false",
                        "migrations-mongo/a.yaml:5:5 (database content) step 1 has no field aply; it has apply, rollback",
                        "migrations-mongo/a.yaml:5:5 (database content) step 1 needs apply",
                        "migrations-mongo/a.yaml:6:14 (database content) there is no operation explode; there are"
                                + " aggregate, createCollection, createIndex, delete, dropCollection, dropIndex, insert,"
                                + " renameCollection, renameField, runCommand, setValidator, update",
                        "migrations-mongo/a.yaml:7:27 (database content) createIndex needs keys",
                        "migrations-mongo/a.yaml:8:22 (database content) insert.documents has to be a list of documents",
                        "migrations-mongo/a.yaml:9:25 (database content) dropIndex has no force",
                        "migrations-mongo/a.yaml:11:15 (database content) rollback of step 6 has to be one operation,"
                                + " such as { dropCollection: reviews }",
                        "migrations-mongo/a.yaml:10:22 (database content) insert is not valid Extended JSON: state"
                                + " should be: hexString has 24 characters");
    }

    @Test
    void brokenYamlIsReportedWithLineAndColumn() {
        List<Problem> problems = parse("id: a\nsteps: [\n").problems();
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).where()).isEqualTo("migrations-mongo/a.yaml:3:1 (database content)");
    }

    @Test
    void operationsBecomeTheCommandsOfTheServer() {
        assertThat(command("createCollection: { name: a, capped: true }"))
                .isEqualTo("{\"create\": \"a\", \"capped\": true}");
        assertThat(command("createIndex: { collection: a, keys: { b: 1, c: -1, d: text }, unique: true }"))
                .isEqualTo("{\"createIndexes\": \"a\", \"indexes\": [{\"key\": {\"b\": 1, \"c\": -1, \"d\": \"text\"},"
                        + " \"name\": \"b_1_c_-1_d_text\", \"unique\": true}]}");
        assertThat(command("update: { collection: a, filter: {}, update: { $inc: { n: 3000000000 } }, many: false }"))
                .isEqualTo("{\"update\": \"a\", \"updates\": [{\"q\": {}, \"u\": {\"$inc\": {\"n\": 3000000000}},"
                        + " \"multi\": false}]}");
        assertThat(command("delete: { collection: a, filter: { on: yes } }"))
                .isEqualTo("{\"delete\": \"a\", \"deletes\": [{\"q\": {\"on\": \"yes\"}, \"limit\": 0}]}");
        assertThat(command("runCommand: { collMod: a, validationLevel: moderate }"))
                .isEqualTo("{\"collMod\": \"a\", \"validationLevel\": \"moderate\"}");
    }

    private static String command(String operation) {
        ChangeFileParser.Result result = parse("id: a\nsteps:\n  - apply: { " + operation + " }\n");
        assertThat(result.problems()).isEmpty();
        return result.change().orElseThrow().steps().get(0).apply().command().toJson();
    }

    @Test
    void anAllowThatIsNoListOfRulesIsAProblem() {
        String steps = "steps:\n  - apply: { dropCollection: a }\n";
        assertThat(parse("id: a\nallow: [MG006, MG098 with a reason]\n" + steps).problems())
                .isEmpty();
        for (String allow : List.of("MG006", "[PG001]", "[6]")) {
            assertThat(parse("id: a\nallow: " + allow + "\n" + steps).problems())
                    .extracting(Problem::what)
                    .containsExactly("allow has to be a list of rules, such as [MG001]");
        }
    }

    private static ChangeFileParser.Result parse(String text) {
        return ChangeFileParser.parse("a.yaml", text, "migrations-mongo/a.yaml", "content");
    }
}
