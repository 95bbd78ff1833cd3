/**
 * State, decisions and leases in a database, through plain JDBC: an embedded file by default,
 * PostgreSQL where several nodes share the work.
 */
@NullMarked
package dev.retrain.runtime.store;

import org.jspecify.annotations.NullMarked;
