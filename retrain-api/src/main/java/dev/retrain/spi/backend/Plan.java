package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a backend would do with a pipeline, before any call.
 *
 * @param backend the backend's name
 * @param pipeline the pipeline's name
 * @param contentHash of the pipeline
 * @param steps in order; the gate last
 * @param problems errors and warnings
 * @param description what the pipeline is for, as it describes itself
 */
public record Plan(
    String backend,
    String pipeline,
    String contentHash,
    List<StepPlan> steps,
    List<Problem> problems,
    Optional<String> description) {

  /**
   * What a backend would do with one step.
   *
   * @param step its name
   * @param kind such as {@code train}
   * @param becomes what the service calls it, such as {@code TrainingStep}
   * @param support how it is supported as a whole: the weakest of its features
   * @param features by capability the step uses, how each is supported
   * @param resources what it gets, such as {@code machine: ml.m5.xlarge}
   * @param image it runs, or the Java function or table entry bound to it
   * @param identity it runs under
   * @param hints that apply on this backend, and those that are ignored
   * @param notes anything else a reader should know
   * @param description what the step does, as the pipeline describes it
   */
  public record StepPlan(
      String step,
      String kind,
      String becomes,
      Support support,
      Map<Capability, Support> features,
      Map<String, String> resources,
      String image,
      Optional<String> identity,
      Map<String, String> hints,
      List<String> notes,
      Optional<String> description) {
    /** Copies the collections. */
    public StepPlan {
      features = Collections.unmodifiableMap(new TreeMap<>(features));
      resources = Collections.unmodifiableMap(new TreeMap<>(resources));
      hints = Collections.unmodifiableMap(new TreeMap<>(hints));
      notes = List.copyOf(notes);
      requireNonNull(description);
    }

    /** Creates the plan of a step without a description. */
    public StepPlan(
        String step,
        String kind,
        String becomes,
        Support support,
        Map<Capability, Support> features,
        Map<String, String> resources,
        String image,
        Optional<String> identity,
        Map<String, String> hints,
        List<String> notes) {
      this(
          step,
          kind,
          becomes,
          support,
          features,
          resources,
          image,
          identity,
          hints,
          notes,
          Optional.empty());
    }

    /** Returns a copy with a description. */
    public StepPlan describedBy(Optional<String> text) {
      return new StepPlan(
          step, kind, becomes, support, features, resources, image, identity, hints, notes, text);
    }
  }

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
    requireNonNull(description);
  }

  /** Creates the plan of a pipeline without a description. */
  public Plan(
      String backend,
      String pipeline,
      String contentHash,
      List<StepPlan> steps,
      List<Problem> problems) {
    this(backend, pipeline, contentHash, steps, problems, Optional.empty());
  }
}
