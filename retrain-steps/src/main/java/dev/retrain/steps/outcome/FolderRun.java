package dev.retrain.steps.outcome;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Registration;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.registry.ModelRegistration;
import dev.retrain.spi.registry.ModelRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run whose steps have all succeeded and have written their artifacts to folders of this machine,
 * for a backend that judges the gate itself.
 *
 * @param pipeline its pipeline
 * @param key its key
 * @param folder of the run; artifacts lie under {@code <step>/<artifact>}
 * @param isTrial whether it registers nothing
 */
public record FolderRun(Pipeline pipeline, RunKey key, Path folder, boolean isTrial) {

  private static final Shape<Map<String, Double>> NUMBERS = Shapes.map(Shapes.number());

  /** Checks for null. */
  public FolderRun {
    requireNonNull(pipeline);
    requireNonNull(key);
    requireNonNull(folder);
  }

  /**
   * Returns the status that follows from the gate: Succeeded, with the version that the registry
   * has of this run, Rejected, or Undecided where a metric is missing. Changes nothing.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if {@code metrics.json} has another
   *     form than a flat object of finite numbers
   */
  public RunStatus status(ModelRegistry registry) {
    if (pipeline.gate().isEmpty()) {
      return succeeded(allMetrics(), Optional.empty());
    }
    Gate gate = pipeline.gate().get();
    GateResult result = gate.evaluate(this::metrics);
    return result.passed()
        ? succeeded(result.metrics(), registered(registry, gate.registration().modelName()))
        : RunStatus.notPassed(result);
  }

  /**
   * Registers the model if the gate passes and the run is no trial. The registry knows the run by
   * its key, so a repeated call registers nothing more.
   */
  public void register(ModelRegistry registry) {
    if (isTrial
        || pipeline.gate().isEmpty()
        || !(status(registry) instanceof RunStatus.Succeeded)) {
      return;
    }
    Registration wanted = pipeline.gate().get().registration();
    registry.register(
        ModelRegistration.of(wanted.modelName(), key.value(), address(wanted.model()))
            .withProfile(pipeline.profile().map(this::address))
            .servedBy(wanted.serving()));
  }

  private RunStatus succeeded(Map<String, Double> metrics, Optional<ModelVersion> version) {
    Map<String, URI> artifacts = new TreeMap<>();
    for (Step step : pipeline.steps()) {
      step.task().wiring().writes().forEach(one -> artifacts.put(one.name(), address(one)));
    }
    return new RunStatus.Succeeded(new RunStatus.RunOutputs(artifacts, metrics, version));
  }

  private Optional<ModelVersion> registered(ModelRegistry registry, String model) {
    return registry.versions(model).stream()
        .filter(version -> key.value().equals(version.tags().get(ModelVersion.RUN_TAG)))
        .findFirst();
  }

  private Map<String, Double> allMetrics() {
    Map<String, Double> all = new TreeMap<>();
    for (Step step : pipeline.steps()) {
      for (Artifact<?> written : step.task().wiring().writes()) {
        if (written.kind() == ArtifactKind.METRICS) {
          metrics(written).forEach((name, value) -> all.put(written.name() + "." + name, value));
        }
      }
    }
    return all;
  }

  /** Returns the metrics of an artifact; none where its step wrote none. */
  private Map<String, Double> metrics(Artifact<?> artifact) {
    Path file = place(artifact).resolve("metrics.json");
    return Files.isRegularFile(file)
        ? DocumentReader.of(NUMBERS, Documents.read(file), file.toString())
        : Map.of();
  }

  private URI address(Artifact<?> artifact) {
    return place(artifact).toUri();
  }

  private Path place(Artifact<?> artifact) {
    Step writer = pipeline.writerOf(artifact.name()).orElseThrow();
    return folder.resolve(writer.name()).resolve(artifact.name());
  }
}
