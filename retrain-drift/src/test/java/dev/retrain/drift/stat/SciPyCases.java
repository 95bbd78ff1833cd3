package dev.retrain.drift.stat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the reference values that generate.py wrote. */
final class SciPyCases {

  private SciPyCases() {}

  record TwoSample(
      String name, double[] reference, double[] current, Map<String, Double> expected) {
    @Override
    public String toString() {
      return name;
    }

    double expected(String key) {
      return expected.get(key);
    }
  }

  static Stream<TwoSample> twoSample() {
    return lines("two-sample.txt").map(SciPyCases::twoSample);
  }

  /** The parts of each line of a file, comments left out. */
  static Stream<String> lines(String file) {
    try (InputStream in = SciPyCases.class.getResourceAsStream(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  static BinCounts counts(String text) {
    return new BinCounts(
        Arrays.stream(text.trim().split(" ")).mapToLong(Long::parseLong).toArray(), 0);
  }

  private static TwoSample twoSample(String line) {
    String[] parts = line.split(";");
    Map<String, Double> expected =
        Arrays.stream(parts[3].trim().split(" "))
            .map(pair -> pair.split("="))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
    return new TwoSample(parts[0], numbers(parts[1]), numbers(parts[2]), expected);
  }
}
