package dev.retrain.runtime.crash;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A backend, registry and target that live in files, so that they outlive any process. */
final class FolderWorld {

  private static final String MODEL = "delays";

  private final Path folder;

  FolderWorld(Path folder) {
    this.folder = folder;
    for (String part : List.of("runs", "versions", "aliases", "prepared")) {
      make(folder.resolve(part));
    }
  }

  private static void make(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that outlives a process, by file. */
  Map<String, String> content() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> folder.relativize(file).toString(),
                  FolderWorld::text,
                  (a, b) -> a,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> read(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(text(file)) : Optional.empty();
  }

  private void write(String name, String value) {
    try {
      Path part = folder.resolve(name + ".part");
      Files.writeString(part, value);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names(String part) {
    try (Stream<Path> files = Files.list(folder.resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final class Runs implements Backend {
    @Override
    public String name() {
      return "folder";
    }

    @Override
    public Translator translator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RunHandle submit(Submission submission) {
      String key = submission.key().value();
      try {
        Files.writeString(
            folder.resolve("runs").resolve(key),
            submission.reason(),
            StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        return new RunHandle(submission.key(), key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new RunHandle(submission.key(), key);
    }

    @Override
    public Optional<RunHandle> find(RunKey key) {
      return read("runs/" + key.value()).map(found -> new RunHandle(key, key.value()));
    }

    @Override
    public RunStatus status(RunHandle run) {
      ModelVersion version =
          new Versions().register(MODEL, run.key().value(), URI.create("file:/m"), Map.of());
      return new RunStatus.Succeeded(
          new RunStatus.RunOutputs(Map.of(), Map.of("auc", 0.7), Optional.of(version)));
    }

    @Override
    public List<StepRun> steps(RunHandle run) {
      return List.of();
    }

    @Override
    public void cancel(RunHandle run) {}

    @Override
    public RunPage runs(String model, Instant since, Optional<String> page) {
      return RunPage.all(List.of());
    }

    @Override
    public ModelRegistry registry() {
      return new Versions();
    }

    @Override
    public Optional<Deployer> deployer(Target target) {
      return Optional.of(new Endpoint());
    }

    @Override
    public void close() {}
  }

  final class Versions implements ModelRegistry {
    @Override
    public ModelVersion register(
        String model, String runKey, URI artifact, Map<String, String> tags) {
      List<String> known = names("versions");
      for (String number : known) {
        if (read("versions/" + number).equals(Optional.of(runKey))) {
          return version(model, number).orElseThrow();
        }
      }
      String number = Integer.toString(known.size() + 1);
      write("versions/" + number, runKey);
      return version(model, number).orElseThrow();
    }

    @Override
    public Optional<ModelVersion> version(String model, String version) {
      return read("versions/" + version)
          .map(
              run ->
                  new ModelVersion(
                      model,
                      version,
                      Instant.EPOCH,
                      URI.create("file:/m"),
                      Map.of(ModelVersion.RUN_TAG, run, ModelVersion.GATE_TAG, "passed"),
                      Set.of()));
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return names("versions").stream().map(v -> version(model, v).orElseThrow()).toList();
    }

    @Override
    public Optional<ModelVersion> byAlias(String model, String alias) {
      return read("aliases/" + alias).flatMap(version -> version(model, version));
    }

    @Override
    public boolean moveAlias(
        String model, String alias, Optional<String> expected, Optional<String> version) {
      if (!read("aliases/" + alias).equals(expected)) {
        return false;
      }
      version.ifPresentOrElse(v -> write("aliases/" + alias, v), () -> delete("aliases/" + alias));
      return true;
    }

    @Override
    public void tag(String model, String version, Map<String, String> tags) {}
  }

  final class Endpoint implements Deployer {
    @Override
    public void prepare(ApprovedModel model) {
      write("prepared/" + model.version().version(), "");
    }

    @Override
    public void route(TrafficSplit split) {
      write(
          "traffic",
          split.live().entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue().value())
              .collect(Collectors.joining(",")));
    }

    @Override
    public Optional<Traffic> traffic() {
      return read("traffic").map(Endpoint::parse).map(Traffic.Settled::new);
    }

    private static TrafficSplit parse(String text) {
      Map<String, dev.retrain.api.metric.Percent> live = new TreeMap<>();
      for (String part : text.split(",", -1)) {
        String[] both = part.split("=", -1);
        live.put(both[0], new dev.retrain.api.metric.Percent(Double.parseDouble(both[1])));
      }
      return new TrafficSplit(live, Map.of());
    }

    @Override
    public Map<String, VersionHealth> health(HealthQuery query) {
      return names("prepared").stream()
          .collect(
              Collectors.toMap(
                  version -> version,
                  version -> new VersionHealth(true, 100, 0, LatencyHistogram.empty(), Map.of())));
    }

    @Override
    public void retire(String version) {
      delete("prepared/" + version);
    }

    @Override
    public void close() {}
  }
}
