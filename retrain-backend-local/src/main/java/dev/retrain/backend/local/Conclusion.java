package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.backend.local.RunResult.GateDecision;
import dev.retrain.backend.local.RunResult.Outcome;
import dev.retrain.backend.local.RunResult.Registered;
import dev.retrain.spi.registry.ModelRegistration;
import dev.retrain.steps.folder.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What follows when all steps have ended well: the gate, and what it lets register. */
final class Conclusion {

  private final ActiveRun run;
  private final Pipeline pipeline;

  Conclusion(ActiveRun run) {
    this.run = run;
    this.pipeline = run.submission().pipeline();
  }

  RunResult judge() throws IOException {
    if (pipeline.gate().isEmpty()) {
      return result(Outcome.SUCCEEDED, allMetrics(), Optional.empty(), Optional.empty());
    }
    Gate gate = pipeline.gate().get();
    GateResult result = gate.evaluate(metrics -> MetricsFiles.read(folder(metrics)));
    GateDecision decision = new GateDecision(result.passed(), result.why());
    if (!result.passed()) {
      Outcome outcome =
          result.outcome() == GateResult.Outcome.UNDECIDED ? Outcome.UNDECIDED : Outcome.REJECTED;
      return result(outcome, result.metrics(), Optional.of(decision), Optional.empty());
    }
    Optional<Registered> registered =
        run.submission().isTrial() ? Optional.empty() : Optional.of(register(gate));
    return result(Outcome.SUCCEEDED, result.metrics(), Optional.of(decision), registered);
  }

  private RunResult result(
      Outcome outcome,
      Map<String, Double> metrics,
      Optional<GateDecision> decision,
      Optional<Registered> registered) {
    return new RunResult(
        outcome,
        run.services().clock().instant(),
        run.folder().artifacts(pipeline),
        metrics,
        decision,
        registered,
        Optional.empty());
  }

  private Map<String, Double> allMetrics() {
    Map<String, Double> all = new TreeMap<>();
    for (Artifact<?> metrics : written(ArtifactKind.METRICS)) {
      if (Files.isRegularFile(folder(metrics).resolve("metrics.json"))) {
        MetricsFiles.read(folder(metrics))
            .forEach((name, value) -> all.put(metrics.name() + "." + name, value));
      }
    }
    return all;
  }

  /** Registers once per run, so that it may be repeated after a crash. */
  private Registered register(Gate gate) throws IOException {
    Path model = folder(gate.registration().model());
    DurableFile.forceAll(model);
    ModelVersion version =
        run.services()
            .registry()
            .register(
                ModelRegistration.of(
                        gate.registration().modelName(), run.folder().key().value(), model.toUri())
                    .withProfile(pipeline.profile().map(profile -> folder(profile).toUri()))
                    .servedBy(gate.registration().serving())
                    .withTags(run.submission().tags()));
    return new Registered(version.model(), version.version());
  }

  private List<Artifact<?>> written(ArtifactKind kind) {
    return pipeline.steps().stream()
        .<Artifact<?>>flatMap(step -> step.task().wiring().writes().stream())
        .filter(artifact -> artifact.kind() == kind)
        .toList();
  }

  private Path folder(Artifact<?> artifact) {
    Step writer = pipeline.writerOf(artifact.name()).orElseThrow();
    return run.folder().artifact(writer, artifact.name());
  }
}
