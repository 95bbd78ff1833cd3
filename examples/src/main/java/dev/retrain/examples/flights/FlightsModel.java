package dev.retrain.examples.flights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A trained model: scores one flight in a few microseconds. Immutable and safe for use by many
 * threads at once.
 *
 * <p>Its folder holds one file, {@code model.json} of about 120 kB. What a score is follows from
 * the program that trained it: the probability of arriving more than 15 minutes late ({@link
 * FlightsTrain}), or the delay in minutes ({@link DelayTrain}).
 */
public final class FlightsModel {

  private static final String FILE = "model.json";

  private final ModelParts parts;
  private final FlightFeatures features;

  FlightsModel(ModelParts parts) {
    this.parts = parts;
    this.features =
        new FlightFeatures(parts.history(), parts.smoothing(), parts.outcome().resolution());
  }

  /**
   * Loads the model of a folder.
   *
   * @throws IOException when the folder holds none, or it cannot be read
   */
  public static FlightsModel load(Path folder) throws IOException {
    return new FlightsModel(Json.read(folder.resolve(FILE), ModelParts.class));
  }

  /** Loads the model of a folder, or nothing where the folder is empty or missing. */
  public static Optional<FlightsModel> loadIfPresent(Path folder) throws IOException {
    return Files.exists(folder.resolve(FILE)) ? Optional.of(load(folder)) : Optional.empty();
  }

  /** Writes the model into a folder, which is made where it is missing. */
  public void save(Path folder) throws IOException {
    Json.write(folder.resolve(FILE), parts);
  }

  /**
   * Scores a request: {@code departure} (ISO-8601, with or without an offset), {@code origin},
   * {@code destination} and {@code distance} (miles, a number or its text). Other keys are ignored.
   *
   * @throws IllegalArgumentException when one of them is missing or the distance is no number
   * @throws java.time.DateTimeException when the model cannot read the departure
   */
  public double score(Map<String, ?> request) {
    return score(
        text(request, "departure"),
        text(request, "origin"),
        text(request, "destination"),
        (int) Double.parseDouble(text(request, "distance")));
  }

  /** Scores a recorded flight; its delay is not used. */
  public double score(Flight flight) {
    return score(flight.departure(), flight.origin(), flight.destination(), flight.distance());
  }

  /**
   * Scores a flight.
   *
   * @param distance in miles
   * @throws java.time.DateTimeException when the model cannot read the departure
   */
  public double score(String departure, String origin, String destination, int distance) {
    var leaving = parts.departureClock().read(departure);
    return parts
        .outcome()
        .predicted(parts.raw(features.of(leaving, origin, destination, distance)));
  }

  ModelParts parts() {
    return parts;
  }

  private static String text(Map<String, ?> request, String key) {
    Object value = request.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the request has no " + key);
    }
    return value.toString();
  }
}
