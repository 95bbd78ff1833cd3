package dev.retrain.testkit;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A model registry that lives as long as the process; versions count from 1. Thread-safe. */
public final class InMemoryModelRegistry implements ModelRegistry {

  private static final class Model {
    final List<ModelVersion> versions = new ArrayList<>();
    final Map<String, String> aliases = new TreeMap<>();
  }

  private final Clock clock;
  private final Map<String, Model> models = new HashMap<>();

  /** Creates an empty registry. */
  public InMemoryModelRegistry(Clock clock) {
    this.clock = requireNonNull(clock);
  }

  @Override
  public synchronized ModelVersion register(
      String model, String runKey, URI artifact, Map<String, String> tags) {
    Model kept = models.computeIfAbsent(model, name -> new Model());
    for (ModelVersion version : kept.versions) {
      if (runKey.equals(version.tags().get(ModelVersion.RUN_TAG))) {
        return withAliases(kept, version);
      }
    }
    Map<String, String> all = new TreeMap<>(tags);
    all.put(ModelVersion.RUN_TAG, runKey);
    String number = Integer.toString(kept.versions.size() + 1);
    ModelVersion made =
        new ModelVersion(model, number, clock.instant(), artifact, all, new TreeSet<>());
    kept.versions.add(made);
    return made;
  }

  @Override
  public synchronized Optional<ModelVersion> version(String model, String version) {
    return find(model)
        .flatMap(
            kept ->
                kept.versions.stream()
                    .filter(v -> v.version().equals(version))
                    .findAny()
                    .map(v -> withAliases(kept, v)));
  }

  @Override
  public synchronized List<ModelVersion> versions(String model) {
    Model kept = models.getOrDefault(model, new Model());
    int last = kept.versions.size() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> withAliases(kept, kept.versions.get(last - i)))
        .toList();
  }

  @Override
  public synchronized Optional<ModelVersion> byAlias(String model, String alias) {
    return find(model)
        .flatMap(kept -> Optional.ofNullable(kept.aliases.get(alias)))
        .flatMap(version -> version(model, version));
  }

  @Override
  public synchronized boolean moveAlias(
      String model, String alias, Optional<String> expected, Optional<String> version) {
    Model kept = models.computeIfAbsent(model, name -> new Model());
    if (!Optional.ofNullable(kept.aliases.get(alias)).equals(expected)) {
      return false;
    }
    version.ifPresent(wanted -> known(model, wanted));
    version.ifPresentOrElse(
        wanted -> kept.aliases.put(alias, wanted), () -> kept.aliases.remove(alias));
    return true;
  }

  @Override
  public synchronized void tag(String model, String version, Map<String, String> tags) {
    ModelVersion known = known(model, version);
    Map<String, String> all = new TreeMap<>(known.tags());
    all.putAll(tags);
    find(model)
        .orElseThrow()
        .versions
        .replaceAll(
            v ->
                v.version().equals(version)
                    ? new ModelVersion(
                        model, version, v.createdAt(), v.artifact(), all, new TreeSet<>())
                    : v);
  }

  private Optional<Model> find(String model) {
    return Optional.ofNullable(models.get(model));
  }

  private ModelVersion known(String model, String version) {
    return version(model, version)
        .orElseThrow(() -> new PermanentFailure("there is no version " + model + "@" + version));
  }

  private static ModelVersion withAliases(Model kept, ModelVersion version) {
    TreeSet<String> pointing = new TreeSet<>();
    kept.aliases.forEach(
        (alias, target) -> {
          if (target.equals(version.version())) {
            pointing.add(alias);
          }
        });
    return new ModelVersion(
        version.model(),
        version.version(),
        version.createdAt(),
        version.artifact(),
        version.tags(),
        pointing);
  }
}
