package dev.retrain.examples.flights;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Labels and scores of the same flights, row by row.
 *
 * @param labels what happened
 * @param scores what was predicted
 */
// Two columns of one table: they are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Scored(double[] labels, double[] scores) {

  static Scored by(FlightsModel model, List<Flight> flights, ToDoubleFunction<Flight> label) {
    return new Scored(
        flights.stream().mapToDouble(label).toArray(),
        flights.stream().mapToDouble(model::score).toArray());
  }

  int rows() {
    return labels.length;
  }
}
