package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.SearchGrid;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A step whose arguments are a CreateHyperParameterTuningJob request.
 *
 * <p>The request of a trial has no command: the service runs the image's own program {@code train}.
 * So the words of the command arrive in {@code RETRAIN_COMMAND}, one a line, and the folder of the
 * metrics in {@code RETRAIN_METRICS}; the objective is read from the log, into which {@code train}
 * must print that folder's {@code metrics.json}. docs/backends.md has the four lines it takes.
 */
final class TuningJob {

  static final String COMMAND = "RETRAIN_COMMAND";
  static final String METRICS = "RETRAIN_METRICS";

  private static final long SEEDS = 1L << 31;

  private final JobContext parts;
  private final TrainingJob training;

  TuningJob(JobContext parts) {
    this.parts = parts;
    this.training = new TrainingJob(parts);
  }

  Node step(Step.Tune step, Search search) {
    return parts
        .envelope(step, "Tuning")
        .put(
            "Arguments",
            new MappingBuilder()
                .put("HyperParameterTuningJobConfig", config(search))
                .put("Tags", parts.tags())
                .put("TrainingJobDefinition", trial(step, search)))
        .put("RetryPolicies", RetryPolicies.ofTuning())
        .node();
  }

  private static Node config(Search search) {
    MappingBuilder config =
        new MappingBuilder()
            .put("HyperParameterTuningJobObjective", objective(search))
            .put("ParameterRanges", ParameterRanges.of(search))
            .put("RandomSeed", Math.floorMod(search.seed(), SEEDS))
            .put(
                "ResourceLimits",
                new MappingBuilder()
                    .put("MaxNumberOfTrainingJobs", trials(search))
                    .put("MaxParallelTrainingJobs", search.parallelism()))
            .put("Strategy", strategy(search));
    search
        .earlyStopping()
        .ifPresent(stop -> config.put("TuningJobCompletionCriteria", completion(stop.patience())));
    return config.node();
  }

  /** A grid must be allowed exactly as many trials as it has combinations. */
  private static long trials(Search search) {
    return search.strategy() == Search.Strategy.GRID
        ? SearchGrid.of(search).combinations()
        : search.trials();
  }

  private static MappingBuilder objective(Search search) {
    return new MappingBuilder()
        .put("MetricName", search.objective().name())
        .put("Type", search.maximize() ? "Maximize" : "Minimize");
  }

  private static MappingBuilder completion(int patience) {
    return new MappingBuilder()
        .put(
            "BestObjectiveNotImproving",
            new MappingBuilder().put("MaxNumberOfTrainingJobsNotImproving", patience));
  }

  private static String strategy(Search search) {
    return switch (search.strategy()) {
      case GRID -> "Grid";
      case RANDOM -> "Random";
      case BAYESIAN -> "Bayesian";
    };
  }

  private MappingBuilder trial(Step.Tune step, Search search) {
    ContainerTask task = step.task();
    return training
        .definition(step)
        .put("AlgorithmSpecification", algorithm(task, search))
        .put("Environment", environment(task, search))
        .put("StaticHyperParameters", HyperparameterFile.texts(task.wiring().hyperparameters()));
  }

  private MappingBuilder algorithm(ContainerTask task, Search search) {
    Node metric =
        new MappingBuilder()
            .put("Name", search.objective().name())
            .put("Regex", regex(search.objective().name()))
            .node();
    return new MappingBuilder()
        .put("MetricDefinitions", List.of(metric))
        .put("TrainingImage", parts.images().of(task.program()))
        .put("TrainingInputMode", "File");
  }

  /** Finds the objective where metrics.json was printed. */
  static String regex(String metric) {
    String name =
        Pattern.compile("[^A-Za-z0-9_]")
            .matcher(metric)
            .replaceAll(match -> "\\\\" + match.group());
    return "\"" + name + "\"\\s*:\\s*([-+0-9.eE]+)";
  }

  private Map<String, Node> environment(ContainerTask task, Search search) {
    Map<String, Node> variables = new TreeMap<>(parts.environment(task.execution()));
    ContainerPaths paths = ContainerPaths.training(task);
    variables.put(COMMAND, commandLine(task, search));
    TrialTasks.metrics(task)
        .ifPresent(metrics -> variables.put(METRICS, Node.of(paths.out(metrics))));
    return variables;
  }

  private Node commandLine(ContainerTask task, Search search) {
    List<Node> words = words(task, search);
    return words.stream().allMatch(Node.Text.class::isInstance)
        ? Node.of(String.join("\n", words.stream().map(w -> ((Node.Text) w).value()).toList()))
        : PipelineVariables.join("\n", words);
  }

  /** Returns the command of a trial, which always has a file of hyperparameters. */
  List<Node> words(ContainerTask task, Search search) {
    ContainerTask trial = TrialTasks.template(task, search);
    List<Node> words = new ArrayList<>();
    if (OutputFolders.areMade(task)) {
      words.addAll(OutputFolders.trialWords(task, ContainerPaths.training(task)));
    }
    words.addAll(parts.command(task.program()));
    words.addAll(
        new JobArguments(ContainerPaths.training(task), parts.parameters()).arguments(trial));
    return words;
  }
}
