/**
 * The compatibility kits: abstract JUnit classes that define, from top to bottom, what a backend, a
 * deployer, a registry, a store, leases and a metric source must do. An author extends one and
 * answers its few questions. Nothing here knows any particular backend.
 */
@NullMarked
package dev.retrain.testkit.tck;

import org.jspecify.annotations.NullMarked;
