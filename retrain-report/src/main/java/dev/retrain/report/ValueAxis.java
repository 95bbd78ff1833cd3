package dev.retrain.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to vertical coordinates, between round ends.
 *
 * @param low the value at the bottom
 * @param high the value at the top
 * @param step between two ticks
 * @param top coordinate of the top
 * @param height between the ends
 */
record ValueAxis(double low, double high, double step, double top, double height) {

  private static final int WANTED_TICKS = 4;

  /** Returns the axis that covers all values. */
  static ValueAxis holding(List<Double> values, double top, double height) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double span = most > least ? most - least : Math.max(Math.abs(most), 1e-9);
    double step = round(span / WANTED_TICKS);
    double low = Math.floor(least / step) * step;
    double high = Math.ceil(most / step) * step;
    return new ValueAxis(low, high > low ? high : low + step, step, top, height);
  }

  /** Rounds up to 1, 2, 2.5 or 5 times a power of ten. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    for (double nice : new double[] {1, 2, 2.5, 5}) {
      if (nice * power >= step * (1 - 1e-9)) {
        return nice * power;
      }
    }
    return 10 * power;
  }

  double y(double value) {
    return top + height * (1 - (value - low) / (high - low));
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long count = Math.round((high - low) / step);
    for (long i = 0; i <= count; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }
}
