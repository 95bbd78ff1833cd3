/**
 * The embedded database of the store: SQLite in a file, with the driver and its native libraries.
 * Applications that keep their state in a database server do without this module.
 */
@NullMarked
package dev.retrain.store.sqlite;

import org.jspecify.annotations.NullMarked;
