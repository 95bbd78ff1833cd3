package dev.retrain.backend.local;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderTree;
import dev.retrain.translation.SearchTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials of a search, several at once, and makes the outputs of the best the step's own. A
 * trial that fails is out of the race; the step fails when all do. Trials that had ended when the
 * run was taken up again are not repeated.
 *
 * <p>Early stopping looks at trials in their order, not in the order they end, so that the same
 * search stops at the same trial however many run at once.
 */
final class SearchRunner {

  private final ActiveRun run;
  private final Step.Tune step;
  private final Search search;
  private final StepFolder folder;
  private final RunHistory history;
  private final List<Map<String, Node.Scalar>> trials;
  private final Map<Integer, Double> objectives = new TreeMap<>();
  private final Map<Integer, RunResult.Failure> failures = new TreeMap<>();

  SearchRunner(
      ActiveRun run, Step.Tune step, Search search, StepFolder folder, RunHistory history) {
    this.history = history;
    this.run = run;
    this.step = step;
    this.search = search;
    this.folder = folder;
    this.trials = SearchTrials.of(search);
  }

  StepOutcome run() throws IOException, InterruptedException {
    ExecutorCompletionService<Integer> ended =
        new ExecutorCompletionService<>(run.services().threads());
    int running = 0;
    int next = 0;
    while (running > 0 || (next < trials.size() && mayBegin())) {
      while (running < search.parallelism() && next < trials.size() && mayBegin()) {
        int trial = next++;
        ended.submit(() -> runTrial(trial));
        running++;
      }
      if (running > 0) {
        take(ended);
        running--;
      }
    }
    return run.control().isStopped() ? new StepOutcome.Stopped() : finish();
  }

  private boolean mayBegin() {
    return !run.control().isStopped() && !isOutOfPatience();
  }

  private static void take(ExecutorCompletionService<Integer> ended)
      throws IOException, InterruptedException {
    Future<Integer> trial = ended.take();
    try {
      trial.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("a trial broke", e.getCause());
    }
  }

  private int runTrial(int trial) throws IOException, InterruptedException {
    StepFolder own = folder.trial(trialFolder(trial), values(trial));
    if (!Files.exists(done(own))) {
      StepOutcome outcome = new Attempts(run, step, history).run(own);
      if (outcome instanceof StepOutcome.Failed failed) {
        note(trial, failed.failure());
      }
      if (!(outcome instanceof StepOutcome.Done)) {
        return trial;
      }
      DurableFile.write(
          done(own), Documents.json(Shapes.map(Shapes.scalar()).write(own.hyperparameters())));
    }
    note(trial, own);
    return trial;
  }

  private synchronized void note(int trial, RunResult.Failure failure) {
    failures.put(trial, failure);
  }

  private synchronized void note(int trial, StepFolder own) {
    try {
      Double value = MetricsFiles.read(metricsOf(own)).get(search.objective().name());
      if (value == null) {
        note(trial, missing("there is no '" + search.objective().name() + "'"));
      } else {
        objectives.put(trial, value);
      }
    } catch (RetrainException e) {
      note(trial, missing(String.valueOf(e.getMessage())));
    }
  }

  private RunResult.Failure missing(String what) {
    return new RunResult.Failure(
        Optional.of(step.name()),
        "the step " + step.name() + " wrote no objective: " + what,
        List.of(),
        Optional.empty());
  }

  private Path metricsOf(StepFolder own) {
    return step.task().wiring().writes().stream()
        .filter(artifact -> artifact.kind() == ArtifactKind.METRICS)
        .map(Artifact::name)
        .findFirst()
        .map(name -> own.top().resolve(name))
        .orElse(own.top());
  }

  /**
   * Returns whether the trials that ended in one go from the first have not improved for too long.
   */
  private synchronized boolean isOutOfPatience() {
    if (search.earlyStopping().isEmpty()) {
      return false;
    }
    int sinceBest = 0;
    Double best = null;
    for (int i = 0; objectives.containsKey(i) || failures.containsKey(i); i++) {
      Double value = objectives.get(i);
      if (value != null && (best == null || isBetter(value, best))) {
        best = value;
        sinceBest = 0;
      } else {
        sinceBest++;
      }
    }
    return sinceBest >= search.earlyStopping().get().patience();
  }

  private boolean isBetter(double value, double best) {
    return search.objective().direction() == Direction.HIGHER_IS_BETTER
        ? value > best
        : value < best;
  }

  private StepOutcome finish() throws IOException {
    Integer best = best();
    if (best == null) {
      return new StepOutcome.Failed(
          failures.values().stream().findFirst().orElseGet(() -> missing("no trial was run")));
    }
    folder.prepare();
    for (Map.Entry<String, Path> output : folder.outputs().entrySet()) {
      // Copied, not moved: a run taken up again in the middle must find the trial whole.
      FolderTree.copy(trialFolder(best).resolve(output.getKey()), output.getValue());
    }
    Files.writeString(
        folder.hyperparameterFile(),
        Documents.json(Shapes.map(Shapes.scalar()).write(values(best))));
    Files.writeString(folder.top().resolve("trials.json"), Documents.json(report(best)));
    return new StepOutcome.Done();
  }

  private @Nullable Integer best() {
    Integer best = null;
    for (Map.Entry<Integer, Double> trial : objectives.entrySet()) {
      Double soFar = best == null ? null : objectives.get(best);
      if (soFar == null || isBetter(trial.getValue(), soFar)) {
        best = trial.getKey();
      }
    }
    return best;
  }

  private Node report(int best) {
    Map<String, Node> all = new TreeMap<>();
    for (int i = 0; i < trials.size(); i++) {
      Map<String, Node> trial = new TreeMap<>();
      trial.put("hyperparameters", Shapes.map(Shapes.scalar()).write(values(i)));
      Double objective = objectives.get(i);
      if (objective != null) {
        trial.put(search.objective().name(), Node.of(objective));
      }
      trial.put(
          "state",
          Node.of(
              i == best
                  ? "best"
                  : objective != null ? "ended" : failures.containsKey(i) ? "failed" : "not run"));
      all.put("%03d".formatted(i + 1), Node.of(trial));
    }
    return Node.of(all);
  }

  /** Returns the step's fixed hyperparameters, and over them the trial's own. */
  private Map<String, Node.Scalar> values(int trial) {
    Map<String, Node.Scalar> all = new TreeMap<>(folder.hyperparameters());
    all.putAll(trials.get(trial));
    return all;
  }

  private Path trialFolder(int trial) {
    return folder.top().resolve(".trials").resolve("%03d".formatted(trial + 1));
  }

  private static Path done(StepFolder own) {
    return own.top().resolve("done.json");
  }
}
