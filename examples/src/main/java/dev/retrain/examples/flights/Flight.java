package dev.retrain.examples.flights;

/**
 * One flight as the source recorded it.
 *
 * @param id names the row; unique within the sample
 * @param departure when the plane left, as ISO-8601 text in the origin's local time without a zone
 *     ({@code 2001-05-07T18:35}); kept as text because reading it is a model's business
 * @param origin IATA code of the airport it left from
 * @param destination IATA code of the airport it went to
 * @param distance miles between the two
 * @param delay minutes it arrived late; negative when it was early
 */
public record Flight(
    String id, String departure, String origin, String destination, int distance, int delay) {

  /** From this delay on, exclusive and in minutes, a flight counts as late. */
  public static final int LATE_AFTER_MINUTES = 15;

  /** Returns whether the flight arrived more than {@value #LATE_AFTER_MINUTES} minutes late. */
  public boolean late() {
    return delay > LATE_AFTER_MINUTES;
  }
}
