/**
 * What a drift report needs of MongoDB: its catalog as text, and what a change reaches beyond its database.
 * Start with {@link dev.ficus.migrations.mongo.drift.MongoCatalog}.
 * May use {@code core} and MongoDB's driver.
 */
@NullMarked
package dev.ficus.migrations.mongo.drift;

import org.jspecify.annotations.NullMarked;
