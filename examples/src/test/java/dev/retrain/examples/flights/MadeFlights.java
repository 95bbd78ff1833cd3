package dev.retrain.examples.flights;

import java.time.LocalDateTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Made-up flights whose lateness follows the hour and the origin, so that there is much to learn.
 */
final class MadeFlights {

  private static final List<String> AIRPORTS = List.of("AAA", "BBB", "CCC", "DDD");
  private static final LocalDateTime START = LocalDateTime.of(2001, 1, 1, 0, 0);

  private MadeFlights() {}

  static List<Flight> some(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, rows).mapToObj(row -> made(row, random)).toList();
  }

  /**
   * Returns the same flights, each as late as another was early: the relation turned upside down.
   */
  static List<Flight> inverted(List<Flight> flights) {
    return flights.stream()
        .map(
            flight ->
                new Flight(
                    flight.id(),
                    flight.departure(),
                    flight.origin(),
                    flight.destination(),
                    flight.distance(),
                    30 - flight.delay()))
        .toList();
  }

  private static Flight made(int row, SplittableRandom random) {
    LocalDateTime departure = START.plusMinutes(random.nextInt(28 * 24 * 60));
    int origin = random.nextInt(AIRPORTS.size());
    int delay =
        3 * (departure.getHour() - 12) + 10 * origin - 15 + (int) (20 * random.nextGaussian());
    return new Flight(
        "m" + row,
        departure.toString(),
        AIRPORTS.get(origin),
        AIRPORTS.get(random.nextInt(AIRPORTS.size())),
        200 + random.nextInt(1000),
        delay);
  }
}
