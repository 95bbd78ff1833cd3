package dev.retrain.examples.flights;

import java.time.LocalDateTime;
import java.util.List;

/**
 * The row of numbers a model sees of a flight; all of it is known when the plane leaves.
 *
 * @param history how flights fared in the training rows
 * @param smoothing rows' worth of overall mean mixed into each airport's own
 * @param resolution the step means are rounded to
 */
record FlightFeatures(DelayHistory history, double smoothing, double resolution) {

  static final List<String> NAMES =
      List.of(
          "time_of_day",
          "day_of_week",
          "distance",
          "origin_history",
          "destination_history",
          "route_history",
          "origin_part_history");

  private static final int DAY_BREAK_HOUR = 3;
  private static final int SLOT_MINUTES = 15;
  private static final int DISTANCE_STEP = 50;

  /** Returns the features of a flight in the order of {@link #NAMES}. */
  double[] of(LocalDateTime departure, String origin, String destination, int distance) {
    double mean = history.mean();
    return new double[] {
      slot(departure),
      departure.getDayOfWeek().getValue(),
      Math.floorDiv(distance, DISTANCE_STEP),
      rounded(history.origin().of(origin, mean, smoothing)),
      rounded(history.destination().of(destination, mean, smoothing)),
      rounded(history.route().of(DelayHistory.route(origin, destination), mean, smoothing)),
      rounded(history.originByPart().of(DelayHistory.part(origin, departure), mean, smoothing))
    };
  }

  /** Delays pile up until the small hours, so the day is counted from three in the morning. */
  private static int slot(LocalDateTime departure) {
    int hours = Math.floorMod(departure.getHour() - DAY_BREAK_HOUR, 24);
    return (hours * 60 + departure.getMinute()) / SLOT_MINUTES;
  }

  private double rounded(double mean) {
    return Math.rint(mean / resolution);
  }
}
