package dev.retrain.examples.flights;

import java.time.LocalDateTime;

/**
 * Recent outcomes of flights in the training rows: mean outcome overall, by airport of origin and
 * of destination, by route, and by origin and part of the day.
 *
 * @param overall the mean over all, under one key
 * @param origin by origin
 * @param destination by destination
 * @param route by origin and destination
 * @param originByPart by origin and four-hour part of the day
 */
record DelayHistory(
    SmoothedMeans overall,
    SmoothedMeans origin,
    SmoothedMeans destination,
    SmoothedMeans route,
    SmoothedMeans originByPart) {

  private static final String ALL = "all";
  private static final int HOURS_IN_PART = 4;

  static DelayHistory empty() {
    return new DelayHistory(
        new SmoothedMeans(),
        new SmoothedMeans(),
        new SmoothedMeans(),
        new SmoothedMeans(),
        new SmoothedMeans());
  }

  void add(Flight flight, LocalDateTime departure, double outcome) {
    overall.add(ALL, outcome);
    origin.add(flight.origin(), outcome);
    destination.add(flight.destination(), outcome);
    route.add(route(flight.origin(), flight.destination()), outcome);
    originByPart.add(part(flight.origin(), departure), outcome);
  }

  void addAll(DelayHistory other, double factor) {
    overall.addAll(other.overall, factor);
    origin.addAll(other.origin, factor);
    destination.addAll(other.destination, factor);
    route.addAll(other.route, factor);
    originByPart.addAll(other.originByPart, factor);
  }

  double rows() {
    return overall.rows(ALL);
  }

  double mean() {
    return overall.of(ALL, 0, 0);
  }

  static String route(String origin, String destination) {
    return origin + '-' + destination;
  }

  static String part(String origin, LocalDateTime departure) {
    return origin + '@' + departure.getHour() / HOURS_IN_PART;
  }
}
