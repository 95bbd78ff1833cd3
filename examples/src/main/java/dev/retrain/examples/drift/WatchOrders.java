package dev.retrain.examples.drift;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.detect.DriftDetector;
import dev.retrain.drift.detect.DriftMonitor;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftState;
import dev.retrain.drift.detect.DriftStep;
import dev.retrain.drift.detect.FrozenReference;
import dev.retrain.drift.detect.MonitorWindow;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.schema.Anomaly;
import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Profiles one month of orders and compares the next month with it. */
public final class WatchOrders {

  private WatchOrders() {}

  /** Writes three months of made-up orders into a folder and watches them. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/orders"));
    Path january = Orders.month(folder.resolve("january.csv"), 1, 40, "AT", "DE");
    Path february = Orders.month(folder.resolve("february.csv"), 2, 40, "AT", "DE");
    Path march = Orders.month(folder.resolve("march.csv"), 3, 47, "AT", "CH", "DE");
    learn(january, folder);
    System.out.println("anomalies in March: " + anomalies(march, folder));
    for (DriftReport report : watch(folder, List.of(february, march))) {
      System.out.println(report.verdict() + " " + report.drifted());
    }
    System.out.println("while serving: " + serve(folder, march).verdict());
  }

  // tag::learn[]
  /** Keeps the profile of a file; its rows are not read again. */
  static void learn(Path rows, Path folder) {
    Profile profile = Profile.of(rows); // in batches: the file may be larger than memory
    profile.write(folder.resolve("orders.profile.json"));
    Schema.infer(profile).write(folder.resolve("orders.schema.yaml")); // to be read and corrected
  }

  // end::learn[]

  // tag::validate[]
  /** Returns every cell that the schema does not allow, by column and rule. */
  static List<Anomaly> anomalies(Path rows, Path folder) {
    Schema schema = Schema.read(folder.resolve("orders.schema.yaml"));
    return schema.validate(rows); // in batches, like the profile
  }

  // end::validate[]

  // tag::detect[]
  /** Compares files with the profile, one after the other, as windows of a stream. */
  static List<DriftReport> watch(Path folder, List<Path> windows) {
    Profile reference = Profile.read(folder.resolve("orders.profile.json"));
    DriftDetector detector = DriftDetector.against(reference, DriftPolicy.standard());
    DriftState state = DriftState.fresh(); // to be kept between windows: state.toJson()
    List<DriftReport> reports = new ArrayList<>();
    for (Path window : windows) {
      DriftStep step = detector.check(Dataset.read(window, reference.readOptions()), state);
      state = step.state();
      reports.add(step.report());
    }
    return reports;
  }

  // end::detect[]

  // tag::monitor[]
  /** Counts rows where they are served; a window of a thousand is judged when it is full. */
  static DriftReport serve(Path folder, Path rows) {
    FrozenReference reference =
        FrozenReference.of(Profile.read(folder.resolve("orders.profile.json")));
    DriftMonitor monitor =
        DriftMonitor.on(reference, MonitorWindow.tumbling(1000), Clock.systemUTC());

    for (Map<String, Object> order : Orders.rows(rows)) { // on the serving threads
      monitor.observe(order);
    }

    return monitor // now and then, on a thread of its own
        .poll()
        .map(counts -> DriftPolicy.standard().judge(reference.measure(counts)))
        .orElseThrow();
  }
  // end::monitor[]
}
