/** How fast files become columns, beside DuckDB in the same run; behind docs/performance.md. */
@NullMarked
package dev.retrain.benchmarks.data;

import org.jspecify.annotations.NullMarked;
