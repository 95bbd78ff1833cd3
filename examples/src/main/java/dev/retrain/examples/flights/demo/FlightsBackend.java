package dev.retrain.examples.flights.demo;

import dev.retrain.backend.local.LocalBackend;
import dev.retrain.examples.flights.DelayEvaluate;
import dev.retrain.examples.flights.DelayTrain;
import dev.retrain.examples.flights.FlightsEvaluate;
import dev.retrain.examples.flights.FlightsTrain;
import java.nio.file.Path;
import java.time.Clock;

/** The local backend with the example's images bound to child processes of this Java. */
final class FlightsBackend {

  private FlightsBackend() {}

  static LocalBackend in(DemoFolder folder, Clock clock) {
    return LocalBackend.builder()
        .artifactRoot(folder.artifacts())
        .dataRoot(folder.data())
        .clock(clock)
        .parallelism(2)
        .command(FlightsRetraining.TRAIN, java(FlightsTrain.class))
        .command(FlightsRetraining.EVALUATE, java(FlightsEvaluate.class))
        .command(FlightsRetraining.MINUTES_TRAIN, java(DelayTrain.class))
        .command(FlightsRetraining.MINUTES_EVALUATE, java(DelayEvaluate.class))
        .build();
  }

  private static String[] java(Class<?> program) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-Xmx384m",
      "-XX:+UseSerialGC",
      "-cp",
      System.getProperty("java.class.path"),
      program.getName()
    };
  }
}
