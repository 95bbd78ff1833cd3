package dev.retrain.runtime.backtest;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.profile.Profile;
import dev.retrain.runtime.source.DescribedWindows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The versions a replay pretends to train: each has as its training profile that of the newest
 * window when it was trained, which is what drift is looked for against from then on.
 */
final class SimulatedChampions implements AutoCloseable {

  private final String model;
  private final DataWindows windows;
  private final Path folder;

  SimulatedChampions(String model, DataWindows windows) {
    this.model = model;
    this.windows = windows;
    try {
      this.folder = Files.createTempDirectory("retrain-backtest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelVersion train(String version, Instant at) {
    Map<String, String> tags = new TreeMap<>();
    Optional<DataWindow> latest = windows.latest(at);
    latest.ifPresent(window -> tags.put(ModelVersion.PROFILE_TAG, profile(version, window)));
    return new ModelVersion(model, version, at, URI.create("backtest:" + version), tags, Set.of());
  }

  private String profile(String version, DataWindow window) {
    Path file = folder.resolve("profile-" + version + ".json");
    Profile.of(Dataset.read(window.rows(), DescribedWindows.readOptions(windows))).write(file);
    return file.toUri().toString();
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
