package dev.retrain.drift.detect;

import dev.retrain.drift.data.Column;

/**
 * A column of current data to be measured.
 *
 * @param column the column
 * @param order what the order of its rows is known to be
 * @param detail how much to measure
 */
record Current(Column column, RowOrder order, Detail detail) {}
