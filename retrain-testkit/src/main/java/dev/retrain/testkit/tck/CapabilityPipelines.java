package dev.retrain.testkit.tck;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Registration;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capability;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One small pipeline per capability that a pipeline can need: it needs that capability and, beside
 * plain steps and parameters, as little else as it goes. All of them end well where they can run.
 */
final class CapabilityPipelines {

  /** The step that needs the capability, where it is a step that needs it. */
  static final String STEP = "work";

  /** The file that the pipeline of the standard steps reads from the scratch folder. */
  static final String ROWS_FILE = "rows.csv";

  /** Needed by runs, schedules and rollouts, never by a pipeline. */
  static final Set<Capability> BEYOND_PIPELINES =
      Set.copyOf(
          EnumSet.of(
              Capability.CANCEL,
              Capability.RESUME,
              Capability.SCHEDULE,
              Capability.TRAFFIC_SPLIT,
              Capability.MIRROR,
              Capability.ARMED_ROLLBACK));

  static final Artifact<Kind.Dataset> ROWS = Artifact.dataset("rows");
  static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private static final Map<Capability, UnaryOperator<Step>> ASKING = asking();
  private static final Map<Capability, Step> STEPS = steps();

  private CapabilityPipelines() {}

  /** Returns every capability that a pipeline can need. */
  static Stream<Capability> needed() {
    return Stream.of(Capability.values()).filter(c -> !BEYOND_PIPELINES.contains(c));
  }

  /** Returns the pipeline that needs a capability, one of {@link #needed}. */
  static Pipeline needing(Capability capability) {
    if (BEYOND_PIPELINES.contains(capability)) {
      throw new IllegalArgumentException("no pipeline can need " + capability);
    }
    Pipeline.Builder all =
        Pipeline.named("needs-" + name(capability)).parameter(StepProgram.SCRATCH, "scratch");
    switch (capability) {
      case GATE -> gate(all, Optional.empty());
      case SERVING -> gate(all, Optional.of(Serving.image("retrain/tck-serve@sha256:" + DIGEST)));
      case IDENTITY -> all.identity("retrain-pipelines").step(plain(STEP));
      case TAGS -> all.tag("owner", "risk").tag("environment", "test").step(plain(STEP));
      default -> all.step(step(capability, STEP));
    }
    return all.build();
  }

  /** Returns one pipeline that needs everything at once, each by a step named after it. */
  static Pipeline needingAll() {
    Pipeline.Builder all =
        Pipeline.named("needs-all")
            .parameter(StepProgram.SCRATCH, "scratch")
            .identity("retrain-pipelines")
            .tag("owner", "risk");
    for (Capability capability : Capability.values()) {
      if (STEPS.containsKey(capability) || ASKING.containsKey(capability)) {
        all.step(renamed(step(capability, "x"), "needs-" + name(capability)));
      }
    }
    gate(all, Optional.of(Serving.image("retrain/tck-serve@sha256:" + DIGEST)));
    return all.build();
  }

  /**
   * Returns the step under another name, its artifacts renamed so that no two steps write the same.
   */
  private static Step renamed(Step step, String name) {
    return step.accept(new RenamedStep(name));
  }

  /** Returns the step that needs a capability, under a name. */
  private static Step step(Capability capability, String name) {
    Step own = STEPS.get(capability);
    return own == null ? ASKING.getOrDefault(capability, step -> step).apply(plain(name)) : own;
  }

  private static final String DIGEST = "e".repeat(64);

  /** Returns a step that writes three rows. */
  static Step plain(String name) {
    return program(Step.process(name, StepProgram.IMAGE), "write:rows/rows.csv=1,2,3").writes(ROWS);
  }

  /** Returns a step of the step program, with its directives. */
  static Step program(Step step, String... directives) {
    return step.command(directives).parameters(StepProgram.SCRATCH);
  }

  /** How a served model of the cases is served. */
  static final Serving SERVER = Serving.image("acme/serve@sha256:" + DIGEST).port(9000);

  /** Returns a pipeline that writes a training profile and registers a model. */
  static Pipeline profiled(Optional<Serving> server) {
    Artifact<Kind.Profile> profile = Artifact.profile("retrain-profile");
    return Pipeline.named("profiled")
        .parameter(StepProgram.SCRATCH, "")
        .step(
            program(
                    Step.train("train", StepProgram.IMAGE),
                    "write:model/model.txt=m",
                    "write:retrain-profile/profile.json={}")
                .writes(MODEL, profile))
        .step(
            program(Step.evaluate("evaluate", StepProgram.IMAGE), "metrics:metrics/auc=0.7")
                .reads(MODEL)
                .writes(METRICS))
        .when(
            METRICS,
            Condition.atLeast("auc", 0.6),
            approved -> {
              Registration plain = approved.register("profiled", MODEL);
              return server.map(plain::servedBy).orElse(plain);
            })
        .build();
  }

  private static void gate(Pipeline.Builder all, Optional<Serving> serving) {
    all.step(
            program(Step.train("train", StepProgram.IMAGE), "write:model/model.txt=m")
                .writes(MODEL))
        .step(
            program(Step.evaluate("evaluate", StepProgram.IMAGE), "metrics:metrics/auc=0.7")
                .reads(MODEL)
                .writes(METRICS))
        .when(
            METRICS,
            Condition.atLeast("auc", 0.6),
            approved -> {
              Registration plain = approved.register("needs-a-gate", MODEL);
              return serving.map(plain::servedBy).orElse(plain);
            });
  }

  private static Map<Capability, UnaryOperator<Step>> asking() {
    Map<Capability, UnaryOperator<Step>> all = new EnumMap<>(Capability.class);
    Resources any = Resources.unspecified();
    all.put(Capability.CHAMPION, step -> step.reads(Artifact.champion()));
    all.put(Capability.HYPERPARAMETERS, step -> step.hyperparameters(Map.of("depth", 6)));
    all.put(Capability.RETRY, step -> step.retry(Retry.attempts(2)));
    all.put(Capability.TIMEOUT, step -> step.timeout(Duration.ofMinutes(5)));
    all.put(Capability.CACHE, step -> step.cachedFor(Duration.ofDays(7)));
    all.put(Capability.CPU_MEMORY, step -> step.on(Resources.cpu(1).memory("512Mi")));
    all.put(Capability.GPU, step -> step.on(Resources.cpu(4).memory("16Gi").gpu(1, "nvidia-t4")));
    all.put(Capability.SPOT, step -> step.on(any.spot()));
    all.put(Capability.MULTI_NODE, step -> step.on(any.nodes(2)));
    all.put(Capability.DISK, step -> step.on(any.disk("50Gi")));
    all.put(Capability.ENVIRONMENT, step -> step.environment("FEATURE_SET", "v2"));
    all.put(Capability.SECRETS, step -> step.secret("TCK_LOGIN", SecretRef.secret("tck-login")));
    all.put(Capability.STEP_IDENTITY, step -> step.identity("retrain-step"));
    return all;
  }

  private static Map<Capability, Step> steps() {
    Map<Capability, Step> all = new EnumMap<>(Capability.class);
    all.put(
        Capability.TRAIN,
        program(Step.train(STEP, StepProgram.IMAGE), "write:model/model.txt=m").writes(MODEL));
    all.put(
        Capability.EVALUATE,
        program(Step.evaluate(STEP, StepProgram.IMAGE), "metrics:metrics/auc=0.7").writes(METRICS));
    all.put(
        Capability.STANDARD_STEPS,
        StandardSteps.ingest(STEP, "{" + StepProgram.SCRATCH + "}/" + ROWS_FILE)
            .parameters(StepProgram.SCRATCH)
            .writes(ROWS));
    all.put(
        Capability.TUNE_OWN_IMAGE,
        program(Step.tune(STEP, StepProgram.IMAGE), "write:model/model.txt=m").writes(MODEL));
    all.put(Capability.TUNE_GRID, tune(search(Search.Strategy.GRID)));
    all.put(Capability.TUNE_RANDOM, tune(search(Search.Strategy.RANDOM)));
    all.put(Capability.TUNE_BAYESIAN, tune(search(Search.Strategy.BAYESIAN)));
    all.put(Capability.TUNE_EARLY_STOPPING, tune(search(Search.Strategy.RANDOM).stopAfter(3)));
    return all;
  }

  private static Search search(Search.Strategy strategy) {
    return Search.over(Map.of("depth", Range.intBetween(1, 3)), Metric.AUC)
        .strategy(strategy)
        .trials(4, 1)
        .seed(7);
  }

  /** Keeps the hyperparameters with the model: the better one is the deeper one. */
  static Step tune(Search search) {
    return program(
            Step.tune(STEP, StepProgram.IMAGE, search),
            "score:metrics/auc=depth",
            "hyperparameters:model")
        .writes(MODEL, METRICS);
  }

  private static String name(Capability capability) {
    return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
