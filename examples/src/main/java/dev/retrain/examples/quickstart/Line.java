package dev.retrain.examples.quickstart;

import dev.retrain.backend.local.StepCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The programs of the quickstart: points around a line, and a line through points. */
public final class Line {

  private static final String MODEL = "line.txt";

  /** A point. */
  private record Point(double x, double y) {}

  private Line() {}

  /** Returns the words that run {@link #main} as a child process of this Java. */
  static String[] command(String what) {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-cp",
      System.getProperty("java.class.path"),
      Line.class.getName(),
      what
    };
  }

  static void points(StepCall call) throws IOException {
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < Integer.parseInt(call.parameter("count")); i++) {
      double x = random.nextDouble();
      double y = 2 * x + 1 + 0.2 * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.6f,%.6f%n", x, y));
    }
    Files.writeString(call.out("rows").resolve("data.csv"), csv);
  }

  static void tryRidge(StepCall call) throws IOException {
    double ridge = call.number("ridge");
    List<Point> points = read(call.in("train"));
    List<Point> fit = points.subList(0, points.size() / 2);
    List<Point> check = points.subList(points.size() / 2, points.size());
    call.writeMetrics("trial", Map.of("rmse", error(fit(fit, ridge), check)));
    Files.writeString(call.out("best").resolve(MODEL), Double.toString(ridge));
  }

  static void evaluate(StepCall call) throws IOException {
    List<Point> points = read(call.in("holdout"));
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("rmse", error(Files.readString(call.in("model").resolve(MODEL)), points));
    Path champion = call.in("champion").resolve(MODEL);
    if (Files.exists(champion)) {
      metrics.put("champion.rmse", error(Files.readString(champion), points));
    }
    call.writeMetrics("metrics", metrics);
  }

  /** Fits the line by the container contract: {@code fit run --train .. --best .. --model ..}. */
  public static void main(String[] args) throws IOException {
    List<String> flags = List.of(args);
    Path best = Path.of(flags.get(flags.indexOf("--best") + 1));
    Path train = Path.of(flags.get(flags.indexOf("--train") + 1));
    Path model = Path.of(flags.get(flags.indexOf("--model") + 1));
    double ridge = Double.parseDouble(Files.readString(best.resolve(MODEL)));
    String line = fit(read(train), ridge);
    Files.writeString(model.resolve(MODEL), line);
    System.out.println("fitted " + line + " with ridge " + ridge);
  }

  private static List<Point> read(Path dataset) throws IOException {
    return Files.readAllLines(dataset.resolve("data.csv")).stream()
        .skip(1)
        .map(row -> row.split(",", -1))
        .map(cells -> new Point(Double.parseDouble(cells[0]), Double.parseDouble(cells[1])))
        .collect(Collectors.toList());
  }

  /** Fits by least squares with a penalty on the slope and returns intercept and slope as text. */
  private static String fit(List<Point> points, double ridge) {
    double x = points.stream().mapToDouble(Point::x).average().orElseThrow();
    double y = points.stream().mapToDouble(Point::y).average().orElseThrow();
    double xy = points.stream().mapToDouble(p -> (p.x() - x) * (p.y() - y)).sum();
    double xx = points.stream().mapToDouble(p -> (p.x() - x) * (p.x() - x)).sum();
    double slope = xy / (xx + ridge);
    return (y - slope * x) + " " + slope;
  }

  private static double error(String line, List<Point> points) {
    String[] parts = line.split(" ", -1);
    double intercept = Double.parseDouble(parts[0]);
    double slope = Double.parseDouble(parts[1]);
    return Math.sqrt(
        points.stream()
            .mapToDouble(p -> Math.pow(p.y() - intercept - slope * p.x(), 2))
            .average()
            .orElseThrow());
  }
}
