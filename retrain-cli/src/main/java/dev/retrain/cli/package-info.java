/**
 * The {@code retrain} command: reads what people type, calls the modules, prints what came back. No
 * decision is made here, and no cloud is named: backends are found by name in folders beside the
 * jar.
 */
@NullMarked
package dev.retrain.cli;

import org.jspecify.annotations.NullMarked;
