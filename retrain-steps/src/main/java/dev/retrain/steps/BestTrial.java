package dev.retrain.steps;

import dev.retrain.steps.folder.FolderTree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the best trial of a search, on backends that run trials as steps of their own: reads {@code
 * trial_<n>_<artifact>} for each, compares {@code --objective} in the artifact {@code --judged-by}
 * in the {@code --direction maximize} or {@code minimize}, and copies the outputs of the best to
 * the artifacts it writes. Trials that left no objective are out of the race; of equals the first
 * wins.
 */
final class BestTrial implements Component {

  @Override
  public Usage usage() {
    return Usage.of(
            "Keeps the outputs of the best trial of a search.",
            "trial_N_ARTIFACT for each trial and artifact",
            "the artifacts of the best trial")
        .required("objective", "METRIC", "the metric that is compared")
        .required("direction", "maximize|minimize", "which value is better")
        .required("trials", "N", "how many trials there are")
        .required("judged-by", "ARTIFACT", "the metrics artifact that holds the objective");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    String objective = invocation.option("objective");
    int trials = (int) invocation.number("trials");
    double sign =
        switch (invocation.option("direction")) {
          case "maximize" -> 1;
          case "minimize" -> -1;
          default -> throw StepProblem.usage("--direction takes maximize or minimize");
        };
    int best = 0;
    double most = 0;
    for (int trial = 1; trial <= trials; trial++) {
      Optional<Double> value = objective(invocation, trial, objective);
      out.println("trial " + trial + ": " + value.map(Object::toString).orElse("nothing"));
      if (value.isPresent() && (best == 0 || sign * value.get() > most)) {
        best = trial;
        most = sign * value.get();
      }
    }
    if (best == 0) {
      throw StepProblem.data("no trial wrote the objective '" + objective + "'");
    }
    keep(invocation, best);
    out.println("trial " + best + " is the best");
    return 0;
  }

  private static Optional<Double> objective(Invocation invocation, int trial, String objective) {
    Path metrics =
        invocation.inputsByName().get("trial_" + trial + "_" + invocation.option("judged-by"));
    return metrics != null && Files.isRegularFile(metrics.resolve("metrics.json"))
        ? Optional.ofNullable(MetricsFile.read(metrics).get(objective))
        : Optional.empty();
  }

  private static void keep(Invocation invocation, int best) throws IOException {
    for (Map.Entry<String, Path> output : invocation.outputsByName().entrySet()) {
      Path from = invocation.inputsByName().get("trial_" + best + "_" + output.getKey());
      if (from == null) {
        throw StepProblem.usage("reads no trial_" + best + "_" + output.getKey());
      }
      FolderTree.copy(from, output.getValue());
    }
  }
}
