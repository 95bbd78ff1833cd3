package dev.retrain.steps.folder;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model registry in a folder, shared by processes: one folder per model with one file per version
 * and one of aliases. Writers take turns by a lock, readers need none. Thread-safe.
 *
 * <p>Versions count 1, 2, 3. The number of a version that was deleted is not used again: the last
 * number is kept beside the versions. Models stay where their runs wrote them; the registry holds
 * where.
 */
public final class FolderRegistry implements ModelRegistry {

  static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
  static final String LAST_FILE = "last-version.json";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path root;
  private final Clock clock;

  /**
   * Opens a registry in a folder, which is created with the first version.
   *
   * @param clock of the times at which versions are registered
   */
  public FolderRegistry(Path root, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = requireNonNull(clock);
  }

  @Override
  public ModelVersion register(
      String model, String runKey, URI artifact, Map<String, String> tags) {
    return exclusively(
        model,
        folder -> {
          List<RegisteredVersion> all = read(folder);
          Optional<RegisteredVersion> same =
              all.stream().filter(version -> version.run().equals(runKey)).findFirst();
          if (same.isPresent()) {
            return withAliases(model, same.get());
          }
          Map<String, String> own = new TreeMap<>(tags);
          own.put(ModelVersion.RUN_TAG, runKey);
          int next = Math.addExact(lastNumber(model, folder, all), 1);
          writeLast(folder, next); // first: a number without a version is harmless
          RegisteredVersion made =
              new RegisteredVersion(next, runKey, clock.instant(), artifact, own);
          write(folder, made);
          return withAliases(model, made);
        });
  }

  @Override
  public Optional<ModelVersion> version(String model, String version) {
    if (!VERSION.matcher(version).matches()) {
      return Optional.empty();
    }
    return reading(model, folder -> one(folder, version)).map(found -> withAliases(model, found));
  }

  @Override
  public List<ModelVersion> versions(String model) {
    return reading(model, FolderRegistry::read).stream()
        .sorted(Comparator.comparingInt(RegisteredVersion::number).reversed())
        .map(version -> withAliases(model, version))
        .toList();
  }

  @Override
  public Optional<ModelVersion> byAlias(String model, String alias) {
    return Optional.ofNullable(aliases(model).get(alias)).flatMap(v -> version(model, v));
  }

  @Override
  public Optional<String> aliasTarget(String model, String alias) {
    return Optional.ofNullable(aliases(model).get(alias));
  }

  @Override
  public boolean moveAlias(
      String model, String alias, Optional<String> expected, Optional<String> version) {
    return exclusively(
        model,
        folder -> {
          Map<String, String> aliases = new TreeMap<>(aliases(model));
          if (!Optional.ofNullable(aliases.get(alias)).equals(expected)) {
            return false;
          }
          version.ifPresentOrElse(
              target -> aliases.put(alias, existing(model, target)), () -> aliases.remove(alias));
          DurableFile.write(
              folder.resolve("aliases.json"),
              Documents.json(RegisteredVersion.TEXTS.write(aliases)));
          return true;
        });
  }

  @Override
  public void tag(String model, String version, Map<String, String> tags) {
    existing(model, version);
    exclusively(
        model,
        folder -> {
          RegisteredVersion before = one(folder, version).orElseThrow();
          Map<String, String> all = new TreeMap<>(before.tags());
          all.putAll(tags);
          write(folder, before.withTags(all));
          return true;
        });
  }

  /** Returns the names of all models, sorted. */
  public List<String> models() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreachable("list the models of " + root, e);
    }
  }

  private String existing(String model, String version) {
    if (version(model, version).isEmpty()) {
      throw new ConfigurationProblem(
          "there is no version " + model + "@" + version + " of the registry " + root,
          FailureContext.hint(
              "take one of "
                  + versions(model).stream().map(ModelVersion::version).limit(10).toList()),
          null);
    }
    return version;
  }

  private ModelVersion withAliases(String model, RegisteredVersion version) {
    String name = Integer.toString(version.number());
    Set<String> pointing = new TreeSet<>();
    aliases(model)
        .forEach(
            (alias, target) -> {
              if (target.equals(name)) {
                pointing.add(alias);
              }
            });
    return new ModelVersion(
        model, name, version.createdAt(), version.artifact(), version.tags(), pointing);
  }

  private Map<String, String> aliases(String model) {
    return reading(
        model,
        folder -> {
          Path file = folder.resolve("aliases.json");
          return Files.exists(file)
              ? DocumentReader.of(
                  RegisteredVersion.TEXTS, Documents.read(file), "aliases of model " + model)
              : Map.of();
        });
  }

  /** Returns the highest number ever given, also to versions that were deleted. */
  private int lastNumber(String model, Path folder, List<RegisteredVersion> all) {
    Path file = folder.resolve(LAST_FILE);
    List<String> names = new ArrayList<>(aliases(model).values());
    if (Files.exists(file)) {
      names.addAll(
          DocumentReader.of(
                  RegisteredVersion.TEXTS,
                  Documents.read(file),
                  "the last version of model " + model)
              .values());
    }
    int named =
        names.stream()
            .filter(name -> VERSION.matcher(name).matches())
            .mapToInt(Integer::parseInt)
            .max()
            .orElse(0);
    return Math.max(named, all.stream().mapToInt(RegisteredVersion::number).max().orElse(0));
  }

  private static void writeLast(Path folder, int number) throws IOException {
    DurableFile.write(
        folder.resolve(LAST_FILE),
        Documents.json(RegisteredVersion.TEXTS.write(Map.of("version", Integer.toString(number)))));
  }

  private static List<RegisteredVersion> read(Path folder) throws IOException {
    Path versions = folder.resolve("versions");
    if (!Files.isDirectory(versions)) {
      return List.of();
    }
    List<RegisteredVersion> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(versions)) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".json"))::iterator) {
        all.add(RegisteredVersion.read(file));
      }
    }
    return all;
  }

  private static Optional<RegisteredVersion> one(Path folder, String version) {
    Path file = folder.resolve("versions").resolve(version + ".json");
    return Files.exists(file) ? Optional.of(RegisteredVersion.read(file)) : Optional.empty();
  }

  private static void write(Path folder, RegisteredVersion version) throws IOException {
    DurableFile.write(
        folder.resolve("versions").resolve(version.number() + ".json"),
        Documents.json(RegisteredVersion.SHAPE.write(version)));
  }

  private interface Work<R> {
    R in(Path folder) throws IOException;
  }

  private <R> R reading(String model, Work<R> work) {
    try {
      return work.in(folder(model));
    } catch (IOException e) {
      throw unreachable("read the versions of " + model, e);
    }
  }

  private <R> R exclusively(String model, Work<R> work) {
    Path folder = folder(model);
    try {
      Files.createDirectories(folder);
      try (FolderLock lock =
          FolderLock.lock(folder.resolve("registry.lock"), PATIENCE).orElse(null)) {
        if (lock == null) {
          throw new TransientFailure(
              "cannot change the model "
                  + model
                  + " in the registry "
                  + root
                  + ": another process kept it locked for "
                  + PATIENCE.toSeconds()
                  + " s");
        }
        return work.in(folder);
      }
    } catch (IOException e) {
      throw unreachable("change the model " + model, e);
    }
  }

  private TransientFailure unreachable(String asked, IOException cause) {
    return new TransientFailure(
        "cannot " + asked + " in the registry " + root + ": " + cause,
        FailureContext.hint("check that the folder can be written and has space"),
        cause);
  }

  private Path folder(String model) {
    if (!MODEL.matcher(model).matches()) {
      throw new ConfigurationProblem(
          "'" + model + "' is no model name for a folder registry",
          FailureContext.hint("use letters, digits and . _ -, at most 128"),
          null);
    }
    return root.resolve(model);
  }
}
