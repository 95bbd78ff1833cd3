/**
 * Columns and data sets: the four kinds of column, their roles, reading and writing of files, and
 * batches for files larger than memory. No statistics live here, and no file format other than CSV.
 */
@NullMarked
package dev.retrain.drift.data;

import org.jspecify.annotations.NullMarked;
