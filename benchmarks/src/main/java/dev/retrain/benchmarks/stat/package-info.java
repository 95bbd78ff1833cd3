/**
 * Drift statistics beside Commons Statistics, DataSketches and a plain sort; docs/performance.md
 * shows the figures and how to repeat them.
 */
@NullMarked
package dev.retrain.benchmarks.stat;

import org.jspecify.annotations.NullMarked;
