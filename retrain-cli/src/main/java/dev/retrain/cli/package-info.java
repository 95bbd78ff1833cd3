/**
 * The {@code retrain} command: parses arguments, calls the modules and prints results.
 *
 * <p>Must not live here: decisions, and names of clouds. Backends are found by name in folders
 * beside the jar.
 */
@NullMarked
package dev.retrain.cli;

import org.jspecify.annotations.NullMarked;
