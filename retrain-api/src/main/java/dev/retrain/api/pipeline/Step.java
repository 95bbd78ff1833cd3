package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a pipeline: a container task with typed inputs and outputs. Immutable; each method
 * returns a changed copy. Problems such as an illegal name are reported by {@link
 * Pipeline.Builder#build()}, all at once.
 */
public sealed interface Step {

  /**
   * Any program that is none of the others.
   *
   * @param name unique in the pipeline
   */
  @SuppressWarnings("JavaLangClash") // the term of the design, always used as Step.Process
  record Process(String name, ContainerTask task) implements Step {
    /** Checks that nothing is missing. */
    public Process {
      requireNonNull(name);
      requireNonNull(task);
    }

    @Override
    public Step with(ContainerTask other) {
      return new Process(name, other);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.process(this);
    }

    @Override
    public String kind() {
      return "process";
    }
  }

  /**
   * Trains a model.
   *
   * @param name unique in the pipeline
   */
  record Train(String name, ContainerTask task) implements Step {
    /** Checks that nothing is missing. */
    public Train {
      requireNonNull(name);
      requireNonNull(task);
    }

    @Override
    public Step with(ContainerTask other) {
      return new Train(name, other);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.train(this);
    }

    @Override
    public String kind() {
      return "train";
    }
  }

  /**
   * Trains models with different hyperparameters and keeps the best.
   *
   * @param name unique in the pipeline
   * @param search what is tried; empty when the image searches by itself, as an Optuna or Ray image
   *     does
   */
  record Tune(String name, ContainerTask task, Optional<Search> search) implements Step {
    /** Checks that nothing is missing. */
    public Tune {
      requireNonNull(name);
      requireNonNull(task);
      requireNonNull(search);
    }

    @Override
    public Step with(ContainerTask other) {
      return new Tune(name, other, search);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tune(this);
    }

    @Override
    public String kind() {
      return "tune";
    }
  }

  /**
   * Scores a model, and the champion, on rows the model has not seen.
   *
   * @param name unique in the pipeline
   */
  record Evaluate(String name, ContainerTask task) implements Step {
    /** Checks that nothing is missing. */
    public Evaluate {
      requireNonNull(name);
      requireNonNull(task);
    }

    @Override
    public Step with(ContainerTask other) {
      return new Evaluate(name, other);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.evaluate(this);
    }

    @Override
    public String kind() {
      return "evaluate";
    }
  }

  /** One method per kind of step: a new kind fails every backend's build until it is mapped. */
  interface Visitor<R> {
    /** Visits a step that runs any other program. */
    R process(Process step);

    /** Visits a training step. */
    R train(Train step);

    /** Visits a step that searches over hyperparameters. */
    R tune(Tune step);

    /** Visits an evaluating step. */
    R evaluate(Evaluate step);
  }

  /** Returns the name, unique in the pipeline. */
  String name();

  /** Returns the task: what is run, with which inputs and outputs, and how. */
  ContainerTask task();

  /** Returns the word for the step's kind: {@code process, train, tune} or {@code evaluate}. */
  String kind();

  /** Returns what the step does, in words for people. */
  default Optional<String> description() {
    return task().description();
  }

  /** Returns a copy with another task. */
  Step with(ContainerTask task);

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Returns a step that runs any program in the user's image. */
  static Step process(String name, String image) {
    return new Process(name, container(image));
  }

  /** Trains a model in the user's image. */
  static Step train(String name, String image) {
    return new Train(name, container(image));
  }

  /** Searches over hyperparameters, running the user's image once per trial. */
  static Step tune(String name, String image, Search search) {
    return new Tune(name, container(image), Optional.of(search));
  }

  /** Runs an image that searches by itself. */
  static Step tune(String name, String image) {
    return new Tune(name, container(image), Optional.empty());
  }

  /** Scores a model in the user's image. */
  static Step evaluate(String name, String image) {
    return new Evaluate(name, container(image));
  }

  private static ContainerTask container(String image) {
    return ContainerTask.of(new Program.Container(image, List.of(), false));
  }

  /** Returns a copy with the program and its fixed arguments; a standard step has its own. */
  default Step command(String... command) {
    if (task().program() instanceof Program.Container container) {
      return with(
          task()
              .with(
                  new Program.Container(
                      container.image(), List.of(command), container.mutableTagAllowed())));
    }
    throw new IllegalArgumentException("the standard step " + name() + " has a command of its own");
  }

  /** Returns a copy with a description of 1 to 1000 characters, which {@code plan} prints. */
  default Step description(String text) {
    return with(task().describedBy(text));
  }

  /** Returns a copy that accepts an image without a digest. */
  default Step allowMutableTag() {
    return task().program() instanceof Program.Container container
        ? with(task().with(new Program.Container(container.image(), container.command(), true)))
        : this;
  }

  /** Returns a copy that reads more artifacts. */
  default Step reads(Artifact<?>... artifacts) {
    Wiring wiring = task().wiring();
    return with(task().with(wiring.withReads(joined(wiring.reads(), artifacts))));
  }

  /** Returns a copy that writes more artifacts. */
  default Step writes(Artifact<?>... artifacts) {
    Wiring wiring = task().wiring();
    return with(task().with(wiring.withWrites(joined(wiring.writes(), artifacts))));
  }

  /** Returns a copy that receives more parameters, reserved ones included. */
  default Step parameters(String... names) {
    Wiring wiring = task().wiring();
    List<String> all = new ArrayList<>(wiring.parameters());
    all.addAll(Arrays.asList(names));
    return with(task().with(wiring.withParameters(all)));
  }

  /**
   * Returns a copy with hyperparameters.
   *
   * @param values name to text, whole number, finite number or truth value
   * @throws IllegalArgumentException if a value is of another type
   */
  default Step hyperparameters(Map<String, ?> values) {
    Map<String, Node.Scalar> scalars = new LinkedHashMap<>(task().wiring().hyperparameters());
    values.forEach((key, value) -> scalars.put(key, ScalarValues.of(key, value)));
    return with(task().with(task().wiring().withHyperparameters(scalars)));
  }

  /**
   * Returns a copy whose hyperparameters may take only some values, in the definition and in each
   * run.
   *
   * @param allowed hyperparameter to range; each names a hyperparameter of the step
   */
  default Step hyperparameterRanges(Map<String, Range> allowed) {
    return with(task().with(task().wiring().withRanges(allowed)));
  }

  /** Returns a copy with arguments of its own in place of the convention. */
  default Step args(Arg... own) {
    return with(task().with(task().wiring().withArguments(List.of(own))));
  }

  /** Returns a copy with what it needs. */
  default Step on(Resources resources) {
    return with(task().with(task().execution().withResources(resources)));
  }

  /** Returns a copy with retries. */
  default Step retry(Retry retry) {
    return with(task().with(task().execution().withRetry(retry)));
  }

  /** Returns a copy that is stopped, with its child processes, when it takes longer. */
  default Step timeout(Duration limit) {
    return with(task().with(task().execution().withTimeout(limit)));
  }

  /**
   * Returns a copy with the time it is expected to take, from which cost is projected before there
   * are runs.
   */
  default Step expected(Duration time) {
    return with(task().with(task().execution().withExpected(time)));
  }

  /**
   * Returns a copy that takes the result of an earlier run with the same key, if it is not older
   * than this.
   */
  default Step cachedFor(Duration maxAge) {
    return with(task().with(task().execution().withCache(new CachePolicy(maxAge))));
  }

  /** Returns a copy with an environment variable. */
  default Step environment(String variable, String value) {
    Map<String, String> all = new LinkedHashMap<>(task().execution().environment());
    all.put(variable, value);
    return with(task().with(task().execution().withEnvironment(all)));
  }

  /** Returns a copy with an environment variable whose value is a secret. */
  default Step secret(String variable, SecretRef reference) {
    Map<String, SecretRef> all = new LinkedHashMap<>(task().execution().secrets());
    all.put(variable, reference);
    return with(task().with(task().execution().withSecrets(all)));
  }

  /** Returns a copy that runs under its own role, service account or managed identity. */
  default Step identity(String identity) {
    return with(task().with(task().execution().withIdentity(identity)));
  }

  /** Returns a copy with a setting for one backend that others ignore and {@code plan} lists. */
  default Step hint(String backend, String key, String value) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>(task().execution().hints());
    Map<String, String> own = new LinkedHashMap<>(all.getOrDefault(backend, Map.of()));
    own.put(key, value);
    all.put(backend, own);
    return with(task().with(task().execution().withHints(all)));
  }

  private static List<Artifact<?>> joined(List<Artifact<?>> some, Artifact<?>... more) {
    List<Artifact<?>> all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }
}
