package dev.retrain.sequential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** Values computed with SciPy; sequential/reference.py says how. */
final class Reference {
  private Reference() {}

  /** Rows of one function: arguments, then values. */
  static Stream<double[]> of(String function) {
    return lines()
        .map(line -> line.split(","))
        .filter(cells -> cells[0].equals(function))
        .map(cells -> Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray());
  }

  private static Stream<String> lines() {
    try (InputStream in = Reference.class.getResourceAsStream("/sequential/reference.csv")) {
      return new String(in.readAllBytes(), UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
