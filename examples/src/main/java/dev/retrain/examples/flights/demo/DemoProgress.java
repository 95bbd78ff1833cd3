package dev.retrain.examples.flights.demo;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.metric.MetricValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the demo has come, kept in one small file so that a killed demo goes on where it was.
 *
 * @param week index of the week that is being lived through
 * @param now simulated time of the last step that was finished
 * @param step counts the steps; names the requests of the next one
 * @param weeks the results of the weeks before
 */
record DemoProgress(int week, Instant now, long step, List<Seen> weeks) {

  /**
   * One week as the live model saw it.
   *
   * @param label of the week
   * @param at its end
   * @param champion the version that answered
   * @param metrics of its answers
   */
  record Seen(String label, Instant at, String champion, Map<String, Double> metrics) {
    Map<String, MetricValue> values() {
      Map<String, MetricValue> values = new LinkedHashMap<>();
      metrics.forEach((name, value) -> values.put(name, MetricValue.of(value)));
      return values;
    }
  }

  private static final Shape<DemoProgress> SHAPE = shape();

  DemoProgress {
    weeks = List.copyOf(weeks);
  }

  DemoProgress stepped(Instant time) {
    return new DemoProgress(week, time, step + 1, weeks);
  }

  DemoProgress lived(Seen seen, Instant time) {
    List<Seen> more = new ArrayList<>(weeks);
    more.add(seen);
    return new DemoProgress(week, time, step + 1, more);
  }

  DemoProgress nextWeek() {
    return new DemoProgress(week + 1, now, step, weeks);
  }

  void save(Path file) {
    DemoFolder.replace(file, Documents.json(SHAPE.write(this)));
  }

  static DemoProgress load(Path file, DemoProgress fallback) {
    return Files.exists(file)
        ? DocumentReader.of(SHAPE, Documents.read(file), "progress")
        : fallback;
  }

  private static Shape<DemoProgress> shape() {
    ObjectShape.Builder<Seen> seen = ObjectShape.named("Seen");
    var label = seen.required("label", Shapes.text(), Seen::label, "of the week");
    var at = seen.required("at", Shapes.instant(), Seen::at, "its end");
    var champion = seen.required("champion", Shapes.text(), Seen::champion, "that answered");
    var metrics =
        seen.required("metrics", Shapes.map(Shapes.number()), Seen::metrics, "of its answers");
    ObjectShape.Builder<DemoProgress> all = ObjectShape.named("Progress");
    var week = all.required("week", Shapes.integer(0, 60), p -> (long) p.week(), "index");
    var now = all.required("now", Shapes.instant(), DemoProgress::now, "simulated");
    var step = all.required("step", Shapes.integer(0, 1L << 40), DemoProgress::step, "count");
    var weeks =
        all.required(
            "weeks",
            Shapes.list(
                seen.build(
                    f -> new Seen(f.get(label), f.get(at), f.get(champion), f.get(metrics)))),
            DemoProgress::weeks,
            "seen");
    return all.build(
        f -> new DemoProgress(Math.toIntExact(f.get(week)), f.get(now), f.get(step), f.get(weeks)));
  }
}
