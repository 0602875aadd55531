package dev.ficus.migrations.mongo.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ficus.core.drift.SchemaObject;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Answers of a real MongoDB, as its manual shows them; the stand-in of the sandbox has no validators and no views. */
class MongoCatalogTest {
    @Test
    void aValidatorIsAnObjectOfItsOwnWithTheDefaultsOfTheServer() {
        assertThat(objects(
                        "{name: 'orders', type: 'collection', options: {validator: {total: {$gt: 0.0}}, capped: true,"
                                + " size: 4096}, info: {readOnly: false}}"))
                .containsExactly(
                        "validator orders: {\"total\": {\"$gt\": 0}} level strict, action error",
                        "collection orders: collection {\"capped\": true, \"size\": 4096}");
        assertThat(objects("{name: 'orders', type: 'collection', options: {validationAction: 'warn',"
                        + " validationLevel: 'moderate', validator: {total: {$gt: 0}}}}"))
                .contains("validator orders: {\"total\": {\"$gt\": 0}} level moderate, action warn");
    }

    @Test
    void viewsAndTimeSeriesAreToldFromCollections() {
        assertThat(
                        objects(
                                "{name: 'open', type: 'view', options: {pipeline: [{$match: {open: true}}], viewOn: 'orders'}}"))
                .containsExactly(
                        "view open: view {\"pipeline\": [{\"$match\": {\"open\": true}}], \"viewOn\": \"orders\"}");
        assertThat(objects("{name: 'load', type: 'timeseries', options: {timeseries: {timeField: 'at'}}}"))
                .containsExactly("collection load: timeseries {\"timeseries\": {\"timeField\": \"at\"}}");
    }

    @Test
    void indexesAreEqualWhateverTheirNumbersAreAndHoweverTheirOptionsAreOrdered() {
        String one = "{v: 2, key: {a: 1, b: -1.0}, name: 'ab', unique: true, expireAfterSeconds: {$numberLong: '5'}}";
        String other =
                "{v: 2, key: {a: 1.0, b: -1}, name: 'ab', expireAfterSeconds: 5, unique: true, background: true}";
        assertThat(objects("{name: 't'}", one))
                .isEqualTo(objects("{name: 't'}", other))
                .contains("index t.ab: {\"a\": 1, \"b\": -1} {\"expireAfterSeconds\": 5, \"unique\": true}");
        assertThat(objects("{name: 't'}", "{v: 2, key: {_id: 1}, name: '_id_'}"))
                .containsExactly("collection t: collection {}");
        assertThat(objects("{name: 't'}", "{key: {b: 1, a: 1}, name: 'ab'}"))
                .as("the order of the keys counts")
                .isNotEqualTo(objects("{name: 't'}", "{key: {a: 1, b: 1}, name: 'ab'}"));
    }

    @Test
    void aWriteIntoAnotherDatabaseIsSeenAndAReadIsNot() {
        assertThat(MongoReach.writesInto(command(
                        "{aggregate: 'a', pipeline: [{$match: {}}, {$merge: {into: {db: 'shop', coll: 'b'}}}]}")))
                .contains("shop");
        assertThat(MongoReach.writesInto(command("{aggregate: 'a', pipeline: [{$out: {db: 'shop', coll: 'b'}}]}")))
                .contains("shop");
        assertThat(MongoReach.writesInto(command("{mapReduce: 'a', out: {replace: 'b', db: 'shop'}}")))
                .contains("shop");
        assertThat(MongoReach.writesInto(command(
                        "{aggregate: 'a', pipeline: [{$lookup: {from: {db: 'shop', coll: 'b'}}}, {$out: 'c'}]}")))
                .isEmpty();
    }

    @Test
    void usersAreLeftOut() {
        assertThat(MongoReach.leftOut(command("{createUser: 'ana', pwd: 'secret', roles: []}")))
                .contains("createUser");
        assertThat(MongoReach.leftOut(command("{create: 'createUser'}"))).isEmpty();
    }

    private static List<String> objects(String collection, String... indexes) {
        return MongoCatalog.collection(
                        command(collection),
                        () -> Stream.of(indexes).map(MongoCatalogTest::command).toList())
                .stream()
                .map(MongoCatalogTest::line)
                .toList();
    }

    private static String line(SchemaObject object) {
        return object.key().type() + " " + object.key().name() + ": " + object.definition();
    }

    private static BsonDocument command(String json) {
        return BsonDocument.parse(json);
    }
}
