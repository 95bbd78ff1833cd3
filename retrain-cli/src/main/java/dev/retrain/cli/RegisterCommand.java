package dev.retrain.cli;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.drift.profile.Profile;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.ContentHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retrain register}. */
@Command(
    name = "register",
    mixinStandardHelpOptions = true,
    description =
        "Registers an existing model as a version, once per content. Exits with 3 when its metrics"
            + " miss a condition; nothing is registered then.")
final class RegisterCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL", description = "The name of the registered model.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String model;

  @Option(
      names = "--path",
      required = true,
      paramLabel = "DIR|URI",
      description = "The folder of the model; a path, or an address such as s3://bucket/model.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String path;

  @Option(
      names = "--profile",
      paramLabel = "FILE|URI",
      description = "The profile of its training data, the reference for drift.")
  private @Nullable String profile;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why it is registered; kept as a tag.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Option(
      names = "--metrics",
      paramLabel = "FILE|URI",
      description =
          "The evidence of its gate, a flat JSON object of numbers. Without it the version cannot"
              + " be rolled out.")
  private @Nullable String metrics;

  @Option(names = "--min", paramLabel = "METRIC=X", description = "The smallest value allowed.")
  private Map<String, Double> minimums = new LinkedHashMap<>();

  @Option(names = "--max", paramLabel = "METRIC=X", description = "The largest value allowed.")
  private Map<String, Double> maximums = new LinkedHashMap<>();

  @Mixin private final BackendOptions backend = new BackendOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Override
  public Integer call() {
    if (reason.isBlank()) {
      throw new ConfigurationProblem(
          "--reason is blank", FailureContext.hint("write why the model is registered"), null);
    }
    Map<String, Double> evidence = evidence();
    Optional<GateResult> gate = gate(evidence);
    if (gate.isPresent() && !gate.get().passed()) {
      PrintWriter err = command.commandLine().getErr();
      err.println("nothing was registered: " + gate.get().why());
      err.flush();
      return ExitCode.NO;
    }
    // The config is read first: it says how files at addresses are opened.
    Backend opened = backend.openOperated();
    Path folder = OperatingArtifacts.file(path);
    if (!Files.isDirectory(folder)) {
      throw new ConfigurationProblem(
          "there is no folder " + path, FailureContext.hint("name the folder of the model"), null);
    }
    try (ModelRegistry registry = backend.registry(opened)) {
      ModelVersion version = registry.register(model, run(folder), address(path), tags(evidence));
      challenge(registry, version);
      output.print(document(version), out -> print(version, out));
      return ExitCode.DONE;
    }
  }

  private Map<String, Double> evidence() {
    return metrics == null
        ? Map.of()
        : DocumentReader.of(
            Shapes.map(Shapes.number()),
            Documents.read(OperatingArtifacts.file(metrics)),
            "metrics " + metrics);
  }

  private Optional<GateResult> gate(Map<String, Double> evidence) {
    List<Condition> parts = new ArrayList<>();
    minimums.forEach((metric, value) -> parts.add(Condition.atLeast(metric, value)));
    maximums.forEach((metric, value) -> parts.add(Condition.atMost(metric, value)));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Condition.All(parts).evaluate(evidence));
  }

  /** The same content is the same version, however often the command is repeated. */
  private static String run(Path folder) {
    try {
      return "registered-" + ContentHash.of(folder).substring(0, 16);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  private static URI address(String named) {
    return ArtifactFiles.isAddress(named)
        ? ArtifactFiles.address(named)
        : Path.of(named).toAbsolutePath().normalize().toUri();
  }

  private Map<String, String> tags(Map<String, Double> evidence) {
    Map<String, String> tags = new TreeMap<>();
    tags.put("retrain.reason", reason.strip());
    if (profile != null) {
      Profile.read(OperatingArtifacts.file(profile));
      tags.put(ModelVersion.PROFILE_TAG, address(profile).toString());
    }
    if (metrics != null) {
      Map<String, Node> values = new TreeMap<>();
      evidence.forEach((name, value) -> values.put(name, Node.of(value)));
      tags.put(ModelVersion.GATE_TAG, "passed");
      tags.put("retrain.metrics", Documents.canonicalJson(Node.of(values)));
    }
    return tags;
  }

  /** Moves the alias unless it points to a newer version, as it may when a call is repeated. */
  private static void challenge(ModelRegistry registry, ModelVersion version) {
    Optional<String> now;
    do {
      now = registry.aliasTarget(version.model(), ModelRegistry.CHALLENGER);
      if (now.flatMap(name -> registry.version(version.model(), name))
          .filter(found -> found.createdAt().isAfter(version.createdAt()))
          .isPresent()) {
        return;
      }
    } while (!registry.moveAlias(
        version.model(), ModelRegistry.CHALLENGER, now, Optional.of(version.version())));
  }

  private static void print(ModelVersion version, PrintWriter out) {
    out.println("registered " + version + " of " + version.artifact());
  }

  private static Node document(ModelVersion version) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("model", Node.of(version.model()));
    document.put("version", Node.of(version.version()));
    document.put("run", Node.of(version.tags().getOrDefault(ModelVersion.RUN_TAG, "")));
    document.put("artifact", Node.of(version.artifact().toString()));
    return Node.of(document);
  }
}
