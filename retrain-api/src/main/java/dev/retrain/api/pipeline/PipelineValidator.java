package dev.retrain.api.pipeline;

import dev.retrain.api.document.Suggestion;
import dev.retrain.api.error.InvalidPipelineException;
import dev.retrain.api.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a draft as a whole and builds the pipeline; each step alone is {@link StepValidator}'s.
 */
final class PipelineValidator {

  private static final String PIPELINE = "pipeline";

  private final PipelineDraft draft;
  private final boolean incomplete;
  private final List<Problem> problems;

  private PipelineValidator(PipelineDraft draft, boolean incomplete, List<Problem> problems) {
    this.draft = draft;
    this.incomplete = incomplete;
    this.problems = problems;
  }

  /**
   * Builds the pipeline or throws.
   *
   * @param found problems found before
   * @param incomplete whether steps are missing from the draft that could not be read, so that a
   *     dangling reference is not reported
   */
  static Pipeline build(PipelineDraft draft, List<Problem> found, boolean incomplete) {
    List<Problem> problems = new ArrayList<>(found);
    PipelineValidator validator = new PipelineValidator(draft, incomplete, problems);
    validator.checkNames();
    validator.checkParameters();
    Map<String, ArtifactKind> written = validator.checkWriters();
    PipelineDraft resolved = validator.resolve(written);
    StepGraph graph = new StepGraph(resolved.steps());
    new PipelineValidator(resolved, incomplete, problems).checkGraph(graph, written);
    if (problems.stream().anyMatch(Problem::isError)) {
      throw new InvalidPipelineException(draft.name(), problems);
    }
    return new Pipeline(resolved, graph, problems);
  }

  private void checkNames() {
    if (!NamePatterns.isName(draft.name())) {
      error(
          "illegal-name",
          "name",
          PIPELINE,
          "the name '" + draft.name() + "' is not allowed",
          "Use " + NamePatterns.NAME_FORM);
    }
    draft
        .description()
        .filter(NamePatterns::isNoDescription)
        .ifPresent(
            text ->
                error(
                    "illegal-description",
                    "description",
                    PIPELINE,
                    "the description is empty or too long",
                    "Use " + NamePatterns.DESCRIPTION_FORM));
    if (draft.steps().isEmpty() && !incomplete) {
      error("no-steps", "steps", PIPELINE, "it has no steps", "Add a step");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < draft.steps().size(); i++) {
      String name = draft.steps().get(i).name();
      if (!names.add(name)) {
        error(
            "duplicate-step",
            path(i, "name"),
            "step " + name,
            "another step has this name",
            "Name each step differently");
      }
    }
    draft
        .tags()
        .forEach(
            (key, value) -> {
              if (key.isBlank() || key.length() > 63 || value.length() > 128) {
                error(
                    "illegal-tag",
                    "tags." + key,
                    PIPELINE,
                    "the tag '" + key + "' is empty or too long",
                    "Use keys up to 63 and values up to 128 characters");
              }
            });
  }

  private void checkParameters() {
    Map<String, Parameter> declared = new LinkedHashMap<>();
    for (Parameter parameter : draft.parameters()) {
      String path = "parameters." + parameter.name();
      String subject = "parameter " + parameter.name();
      if (declared.put(parameter.name(), parameter) != null) {
        error("duplicate-parameter", path, subject, "declared twice", "Declare it once");
      }
      if (Parameter.RESERVED.contains(parameter.name())) {
        error(
            "reserved-parameter",
            path,
            subject,
            "the name is reserved",
            "Name it in a step without declaring it: retrain gives its value");
      } else if (!NamePatterns.isParameter(parameter.name())) {
        error(
            "illegal-name",
            path,
            subject,
            "the name is not allowed",
            "Use " + NamePatterns.PARAMETER_FORM);
      }
      if (parameter.defaultValue().filter(PlainSecrets::looksSecret).isPresent()) {
        error(
            "plain-secret",
            path,
            subject,
            "the default looks like a secret",
            "Name a secret by secret(...) on the step that needs it");
      }
    }
    Set<String> used = new HashSet<>();
    draft.steps().forEach(step -> used.addAll(step.task().wiring().parameters()));
    for (Parameter parameter : declared.values()) {
      if (!used.contains(parameter.name()) && !incomplete) {
        error(
            "unused-parameter",
            "parameters." + parameter.name(),
            "parameter " + parameter.name(),
            "no step receives it",
            "Name it in the parameters of a step, or remove it");
      }
    }
  }

  private Map<String, ArtifactKind> checkWriters() {
    Map<String, ArtifactKind> written = new HashMap<>();
    Map<String, String> writers = new HashMap<>();
    for (int i = 0; i < draft.steps().size(); i++) {
      Step step = draft.steps().get(i);
      for (Artifact<?> artifact : step.task().wiring().writes()) {
        String earlier = writers.putIfAbsent(artifact.name(), step.name());
        if (earlier != null) {
          error(
              "two-writers",
              path(i, "writes"),
              "step " + step.name(),
              "the artifact " + artifact + " is already written by " + earlier,
              "Write each artifact in one step, or name them differently");
        }
        artifact.declaredKind().ifPresent(kind -> written.putIfAbsent(artifact.name(), kind));
      }
    }
    return written;
  }

  private PipelineDraft resolve(Map<String, ArtifactKind> written) {
    List<Step> steps = draft.steps().stream().map(step -> resolve(step, written)).toList();
    return new PipelineDraft(
        draft.name(),
        draft.parameters(),
        steps,
        draft.gate(),
        draft.identity(),
        draft.tags(),
        draft.description());
  }

  private static Step resolve(Step step, Map<String, ArtifactKind> written) {
    Wiring wiring = step.task().wiring();
    List<Artifact<?>> reads = new ArrayList<>();
    for (Artifact<?> read : wiring.reads()) {
      ArtifactKind kind = written.get(read.name());
      reads.add(
          read.declaredKind().isPresent() || kind == null ? read : Artifact.of(read.name(), kind));
    }
    return step.with(step.task().with(wiring.withReads(reads)));
  }

  private void checkGraph(StepGraph graph, Map<String, ArtifactKind> written) {
    Set<String> declared = new HashSet<>(Parameter.RESERVED);
    draft.parameters().forEach(parameter -> declared.add(parameter.name()));
    for (int i = 0; i < draft.steps().size(); i++) {
      new StepValidator(draft.steps().get(i), "steps[" + i + "]", problems).check(declared);
      checkReads(i, written);
    }
    checkUnreadChecks();
    List<String> cycle = graph.cycle();
    if (!cycle.isEmpty()) {
      error(
          "cycle",
          "steps",
          "step " + cycle.get(0),
          "steps depend on each other: " + String.join(" -> ", cycle),
          "Remove one of the reads");
    }
    checkHoldOut(graph);
    draft.gate().ifPresent(gate -> checkGate(gate, written));
    warnAboutMissingValidation();
  }

  private void checkReads(int index, Map<String, ArtifactKind> written) {
    Step step = draft.steps().get(index);
    for (Artifact<?> read : step.task().wiring().reads()) {
      ArtifactKind kind = written.get(read.name());
      if (read.isChampion()) {
        continue;
      }
      if (kind == null && !incomplete) {
        error(
            "unwritten-artifact",
            path(index, "reads"),
            "step " + step.name(),
            "no step writes the artifact " + read,
            Suggestion.nearest(read.name(), written.keySet())
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Write it in a step; data from outside comes in by ingest"));
      } else if (kind != null && read.declaredKind().filter(k -> k != kind).isPresent()) {
        error(
            "artifact-kind",
            path(index, "reads"),
            "step " + step.name(),
            "reads " + read + " as " + read.kind().noun() + ", it is written as " + kind.noun(),
            "Declare the artifact once and use it in both steps");
      }
    }
  }

  private void checkUnreadChecks() {
    Set<String> read = new HashSet<>();
    draft
        .steps()
        .forEach(
            step -> step.task().wiring().reads().forEach(artifact -> read.add(artifact.name())));
    for (int i = 0; i < draft.steps().size(); i++) {
      Step step = draft.steps().get(i);
      for (Artifact<?> artifact : step.task().wiring().writes()) {
        if (artifact.declaredKind().equals(Optional.of(ArtifactKind.CHECK))
            && !read.contains(artifact.name())
            && !incomplete) {
          error(
              "unread-check",
              path(i, "writes"),
              "step " + step.name(),
              "no step reads the check " + artifact,
              "Read it in the first step that must not run when the check fails");
        }
      }
    }
  }

  /** Reports models that are evaluated on rows they were trained on. */
  private void checkHoldOut(StepGraph graph) {
    for (int i = 0; i < draft.steps().size(); i++) {
      if (!(draft.steps().get(i) instanceof Step.Evaluate evaluate)) {
        continue;
      }
      Set<String> judgedOn = names(evaluate, ArtifactKind.DATASET);
      for (String model : names(evaluate, ArtifactKind.MODEL)) {
        Optional<Step> trainer = graph.writerOf(model);
        if (trainer.isEmpty()) {
          continue;
        }
        Set<String> shared = names(trainer.get(), ArtifactKind.DATASET);
        shared.retainAll(judgedOn);
        for (String dataset : shared) {
          error(
              "evaluates-on-training-data",
              path(i, "reads"),
              "step " + evaluate.name(),
              "reads " + dataset + ", on which " + trainer.get().name() + " trained " + model,
              "Read held-out rows, as split writes them");
        }
      }
    }
  }

  private static Set<String> names(Step step, ArtifactKind kind) {
    Set<String> names = new HashSet<>();
    for (Artifact<?> read : step.task().wiring().reads()) {
      if (read.declaredKind().equals(Optional.of(kind))) {
        names.add(read.name());
      }
    }
    return names;
  }

  private void checkGate(Gate gate, Map<String, ArtifactKind> written) {
    for (Artifact<?> metrics : gate.artifacts()) {
      String key = metrics.equals(gate.metrics()) ? "metrics" : "conditions";
      checkGateArtifact(metrics.name(), ArtifactKind.METRICS, "gate." + key, written);
    }
    checkGateArtifact(
        gate.registration().model().name(), ArtifactKind.MODEL, "gate.register.model", written);
    if (!NamePatterns.isName(gate.registration().modelName())) {
      error(
          "illegal-name",
          "gate.register.name",
          "gate",
          "the model name '" + gate.registration().modelName() + "' is not allowed",
          "Use " + NamePatterns.NAME_FORM);
    }
    gate.registration()
        .serving()
        .filter(serving -> !serving.image().contains("@sha256:"))
        .ifPresent(
            serving ->
                error(
                    "mutable-image",
                    "gate.register.servedBy.image",
                    "gate",
                    "the serving image " + serving.image() + " is not pinned by a digest",
                    "Name it as image@sha256:..."));
    GateFeasibility.whyNever(gate.condition())
        .ifPresent(
            why ->
                problems.add(
                    Problem.warning(
                        "impossible-gate",
                        "gate.conditions",
                        "gate",
                        "no metrics can pass it: " + why,
                        "Correct the limits")));
    if (gate.condition().comparisons().stream()
        .noneMatch(part -> part instanceof Condition.NotWorseThanChampion)) {
      problems.add(
          Problem.warning(
              "no-baseline",
              "gate.conditions",
              "gate",
              "no condition compares with the champion, so a fixed limit decides alone",
              "Add notWorseThanChampion(metric, margin)"));
    }
  }

  private void checkGateArtifact(
      String name, ArtifactKind kind, String path, Map<String, ArtifactKind> written) {
    ArtifactKind found = written.get(name);
    if (found == null && !incomplete) {
      error(
          "unwritten-artifact",
          path,
          "gate",
          "no step writes the artifact " + name,
          "Name " + kind.noun() + " that a step writes");
    } else if (found != null && found != kind) {
      error(
          "artifact-kind",
          path,
          "gate",
          name + " is " + found.noun() + ", not " + kind.noun(),
          "Name " + kind.noun() + " that a step writes");
    }
  }

  private void warnAboutMissingValidation() {
    boolean trains =
        draft.steps().stream()
            .anyMatch(step -> step instanceof Step.Train || step instanceof Step.Tune);
    boolean checks =
        draft.steps().stream()
            .flatMap(step -> step.task().wiring().writes().stream())
            .anyMatch(a -> a.declaredKind().equals(Optional.of(ArtifactKind.CHECK)));
    if (trains && !checks && !incomplete) {
      problems.add(
          Problem.warning(
              "no-validation",
              "steps",
              PIPELINE,
              "no step validates the data before training",
              "Add StandardSteps.validate and read its check in the training step"));
    }
  }

  private static String path(int step, String key) {
    return "steps[" + step + "]." + key;
  }

  private void error(String code, String path, String subject, String what, String fix) {
    problems.add(Problem.error(code, path, subject, what, fix));
  }
}
