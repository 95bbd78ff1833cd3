/**
 * What tests of retrain, of backends and of applications need: a settable clock, in-memory state,
 * leases and registry, and scriptable backends and deployers. Nothing here calls the outside, and
 * nothing here belongs into production.
 */
@NullMarked
package dev.retrain.testkit;

import org.jspecify.annotations.NullMarked;
