/**
 * The history of a MongoDB database: change files in YAML or JSON, recorded in Mongock's collections.
 * Start with {@link dev.ficus.migrations.mongo.MongoHistory}.
 * May use {@code core}; Mongock and the MongoDB driver are named in this module only.
 */
@NullMarked
package dev.ficus.migrations.mongo;

import org.jspecify.annotations.NullMarked;
