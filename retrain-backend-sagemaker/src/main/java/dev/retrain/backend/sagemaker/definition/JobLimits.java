package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.settings.EncryptionSettings;
import dev.retrain.translation.SearchGrid;
import dev.retrain.translation.SecretVariables;
import dev.retrain.translation.StepProblems;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks one step against the limits of the service, beyond the fields of its request. */
final class JobLimits {

  static final Set<String> HINTS = Set.of(InstanceTypes.HINT, JobContext.VOLUME_KEY_HINT);

  private static final long MAX_PROCESSING_SECONDS = 777_600;
  private static final long MAX_TRAINING_SECONDS = 2_419_200;
  private static final int MAX_PROCESSING_NODES = 100;
  private static final int MAX_VOLUME_GIB = 16_384;
  private static final int MIN_PATIENCE = 3;

  private final JobContext parts;

  JobLimits(JobContext parts) {
    this.parts = parts;
  }

  List<Problem> problems(Step step) {
    List<Problem> problems = new ArrayList<>();
    checkMachine(step, problems);
    checkSizes(step, problems);
    checkHints(step, problems);
    checkNames(step, problems);
    checkCache(step, problems);
    TrialTasks.search(step).ifPresent(search -> checkSearch(step, search, problems));
    return problems;
  }

  private void checkMachine(Step step, List<Problem> problems) {
    Execution execution = step.task().execution();
    if (parts.instances().of(execution, JobKind.of(step).trains()).isPresent()) {
      return;
    }
    problems.add(parts.instances().offered(JobKind.of(step).trains()).tooSmall(step, "instance"));
  }

  private void checkSizes(Step step, List<Problem> problems) {
    Execution execution = step.task().execution();
    long mostSeconds = JobKind.of(step).trains() ? MAX_TRAINING_SECONDS : MAX_PROCESSING_SECONDS;
    if (parts.maxRuntimeSeconds(execution) > mostSeconds) {
      problems.add(
          StepProblems.error(
              step,
              "timeout-too-long",
              "timeout",
              parts.maxRuntimeSeconds(execution)
                  + " s are more than the "
                  + mostSeconds
                  + " s of a job",
              "Set a shorter timeout"));
    }
    if (!JobKind.of(step).trains() && execution.resources().nodes() > MAX_PROCESSING_NODES) {
      problems.add(
          StepProblems.error(
              step,
              "too-many-nodes",
              "resources.nodes",
              "a processing job has at most " + MAX_PROCESSING_NODES + " nodes",
              "Request fewer"));
    }
    String instance = parts.instances().of(execution, JobKind.of(step).trains()).orElse("");
    long most = parts.instances().ownStorageGiB(instance).orElse(MAX_VOLUME_GIB);
    if (parts.volumeGiB(execution, instance) > most) {
      problems.add(
          StepProblems.error(
              step,
              "disk-too-large",
              "resources.disk",
              parts.instances().hasOwnStorage(instance)
                  ? instance + " has " + most + " GB of its own storage and takes no volume"
                  : "a volume has at most " + most + " GiB",
              "Request less, or for another instance"));
    }
  }

  private static void checkHints(Step step, List<Problem> problems) {
    Map<String, String> hints = step.task().execution().hints(SageMakerTranslator.NAME);
    for (Map.Entry<String, String> hint : hints.entrySet()) {
      if (!HINTS.contains(hint.getKey())) {
        problems.add(
            StepProblems.error(
                step,
                "unknown-hint",
                "hints.sagemaker." + hint.getKey(),
                "the backend has no hint '" + hint.getKey() + "'",
                "Known hints: " + new TreeSet<>(HINTS)));
      } else if (!EncryptionSettings.isKey(hint.getValue().replace(".", ""))) {
        problems.add(
            StepProblems.error(
                step,
                "illegal-hint",
                "hints.sagemaker." + hint.getKey(),
                "the hint " + hint.getKey() + " has characters the service refuses",
                "Use letters, digits and : / _ -"));
      }
    }
  }

  private void checkNames(Step step, List<Problem> problems) {
    if (!JobRoles.isArn(parts.role(step))) {
      problems.add(
          StepProblems.error(
              step,
              "illegal-identity",
              "identity",
              "'"
                  + parts.role(step)
                  + "' is not the ARN of a role with a name of at most 64 characters",
              "Name a role of the account, or give its ARN"));
    }
    SecretVariables.clashes(step.task().execution())
        .forEach(variable -> problems.add(StepProblems.reservedVariable(step, variable)));
    StepProblems.imageName(step, parts.images()).ifPresent(problems::add);
    problems.addAll(StepProblems.localFiles(step, ""));
    StepProblems.imageWithoutRegistry(step, parts.images(), "jobs pull from ECR")
        .ifPresent(problems::add);
  }

  private void checkCache(Step step, List<Problem> problems) {
    if (step.task().execution().cache().isEmpty()) {
      return;
    }
    if (step.task().wiring().parameters().contains(Parameter.RUN_KEY)) {
      problems.add(neverHits(step, "it receives run_key, which differs in every run"));
    }
    for (Artifact<?> read : ContentArtifacts.read(step.task())) {
      boolean writtenAnew =
          !read.isChampion()
              && parts.locations().writer(read.name()).task().execution().cache().isEmpty();
      if (writtenAnew) {
        problems.add(
            neverHits(
                step, "it reads " + read + ", which every run writes under an address of its own"));
      }
    }
    if (JobKind.of(step).trains() && ContentArtifacts.written(step.task()).size() > 1) {
      problems.add(
          StepProblems.error(
              step,
              "cached-outputs",
              "cachedFor",
              "its outputs besides the model cannot be taken from an earlier run",
              "Remove cachedFor, or let it write the model alone"));
    }
  }

  private static Problem neverHits(Step step, String why) {
    return StepProblems.warning(
        step,
        "cache-never-hits",
        "cachedFor",
        "no earlier result can be reused: " + why,
        "Cache what it depends on as well, or drop cachedFor");
  }

  private void checkSearch(Step step, Search search, List<Problem> problems) {
    long combinations = SearchGrid.of(search).combinations();
    if (search.strategy() == Search.Strategy.GRID && combinations > search.trials()) {
      problems.add(
          StepProblems.error(
              step,
              "grid-too-large",
              "search.trials",
              "a grid runs all its "
                  + combinations
                  + " combinations; search.trials is "
                  + search.trials(),
              "Allow as many trials, or use random"));
    }
    if (search.earlyStopping().filter(stop -> stop.patience() < MIN_PATIENCE).isPresent()) {
      problems.add(
          StepProblems.error(
              step,
              "patience-too-small",
              "search.earlyStopping",
              "the service requires at least " + MIN_PATIENCE + " trials without improvement",
              "Set a patience of " + MIN_PATIENCE + " or more"));
    }
    for (Node word : new TuningJob(parts).words(step.task(), search)) {
      if (word instanceof Node.Text text
          && (text.value().isEmpty() || !text.value().matches(".*"))) {
        problems.add(
            StepProblems.error(
                step,
                "trial-command",
                "command",
                "a word of the command is empty or has a line end, and trials get one word a line",
                "Leave it out, or pass it in a file"));
      }
    }
  }
}
