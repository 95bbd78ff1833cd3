package dev.retrain.steps.folder;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.registry.VersionPage;
import dev.retrain.steps.folder.StoredDocuments.Found;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model registry in a folder of any artifact store, with the layout of {@link FolderRegistry}.
 * Writers exclude each other by writes on a condition; no list of the store decides anything, so
 * lists may be late. Thread-safe.
 *
 * <p>The first write tests by a file of its own whether the store obeys conditions, and is refused
 * otherwise.
 */
public final class StoreRegistry implements ModelRegistry {

  /** Each round lost means that another writer succeeded. */
  private static final int ROUNDS = 100;

  private final ArtifactStore store;
  private final StoredDocuments documents;
  private final URI root;
  private final Clock clock;
  private boolean probed;

  /**
   * Opens a registry; the store stays open when the registry is closed.
   *
   * @param root the address of a folder
   * @param clock of the times at which versions are registered
   */
  public StoreRegistry(ArtifactStore store, URI root, Clock clock) {
    this.store = requireNonNull(store);
    this.documents = new StoredDocuments(store);
    this.root = StoredFile.asFolder(root);
    this.clock = requireNonNull(clock);
  }

  @Override
  public ModelVersion register(
      String model, String runKey, URI artifact, Map<String, String> tags) {
    probe();
    int number = number(model, runKey);
    Map<String, String> own = new TreeMap<>(tags);
    own.put(ModelVersion.RUN_TAG, runKey);
    RegisteredVersion made = new RegisteredVersion(number, runKey, clock.instant(), artifact, own);
    // Where it is there already, this or another process registered the run before.
    documents.write(version(model, number), Optional.empty(), RegisteredVersion.SHAPE, made);
    return version(model, Integer.toString(number))
        .orElseThrow(
            () ->
                new TransientFailure("the version " + model + "@" + number + " is not there yet"));
  }

  /** Returns the number of a run; issues one if it has none. */
  private int number(String model, String run) {
    URI address = file(model, "numbers.json");
    return inRounds(
        "register a version of " + model,
        () -> {
          Optional<Found<IssuedNumbers>> before = documents.read(address, IssuedNumbers.SHAPE);
          IssuedNumbers numbers =
              before
                  .map(Found::content)
                  .orElseGet(() -> IssuedNumbers.of(listed(model), last(model)));
          if (before.isPresent() && numbers.of(run).isPresent()) {
            return numbers.of(run);
          }
          IssuedNumbers more = numbers.of(run).isPresent() ? numbers : numbers.with(run);
          return documents.write(address, before, IssuedNumbers.SHAPE, more)
              ? more.of(run)
              : Optional.empty();
        });
  }

  @Override
  public Optional<ModelVersion> version(String model, String version) {
    if (!FolderRegistry.VERSION.matcher(version).matches()) {
      return Optional.empty();
    }
    return documents
        .read(version(model, Integer.parseInt(version)), RegisteredVersion.SHAPE)
        .map(found -> withAliases(model, found.content(), aliases(model)));
  }

  @Override
  public List<ModelVersion> versions(String model) {
    Map<String, String> aliases = aliases(model);
    List<ModelVersion> all = new ArrayList<>();
    for (RegisteredVersion version : registered(model)) {
      all.add(withAliases(model, version, aliases));
    }
    Collections.reverse(all);
    return all;
  }

  /** Returns the versions, oldest first. */
  private List<RegisteredVersion> registered(String model) {
    Optional<IssuedNumbers> numbers = issued(model);
    if (numbers.isEmpty()) {
      return listed(model);
    }
    return new TreeSet<>(numbers.get().runs().values())
        .stream()
            .flatMap(
                number -> documents.read(version(model, number), RegisteredVersion.SHAPE).stream())
            .map(Found::content)
            .toList();
  }

  /** Returns the last number of a folder without issued numbers, also of deleted versions. */
  private int last(String model) {
    List<String> names = new ArrayList<>(aliases(model).values());
    documents
        .read(file(model, FolderRegistry.LAST_FILE), RegisteredVersion.TEXTS)
        .ifPresent(found -> names.addAll(found.content().values()));
    return names.stream()
        .filter(name -> FolderRegistry.VERSION.matcher(name).matches())
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }

  /** Returns the versions of a folder without issued numbers, oldest first. */
  private List<RegisteredVersion> listed(String model) {
    List<RegisteredVersion> all = new ArrayList<>();
    for (StoredFile file : store.files(file(model, "versions"))) {
      if (file.address().getPath().endsWith(".json")) {
        documents
            .read(file.address(), RegisteredVersion.SHAPE)
            .ifPresent(found -> all.add(found.content()));
      }
    }
    all.sort(Comparator.comparingInt(RegisteredVersion::number));
    return all;
  }

  /** Reads the versions of the page alone. */
  @Override
  public VersionPage versions(String model, Optional<String> page, int limit) {
    Optional<IssuedNumbers> issued = issued(model);
    if (issued.isEmpty()) {
      return ModelRegistry.super.versions(model, page, limit);
    }
    int before = page.map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    List<Integer> numbers =
        issued.get().runs().values().stream()
            .filter(number -> number < before)
            .sorted(Comparator.reverseOrder())
            .limit(limit + 1L)
            .toList();
    Map<String, String> aliases = aliases(model);
    List<Integer> own = numbers.subList(0, Math.min(limit, numbers.size()));
    return new VersionPage(
        own.stream()
            .flatMap(
                number -> documents.read(version(model, number), RegisteredVersion.SHAPE).stream())
            .map(found -> withAliases(model, found.content(), aliases))
            .toList(),
        numbers.size() > limit ? Optional.of(own.get(limit - 1).toString()) : Optional.empty());
  }

  private Optional<IssuedNumbers> issued(String model) {
    return documents.read(file(model, "numbers.json"), IssuedNumbers.SHAPE).map(Found::content);
  }

  @Override
  public Optional<ModelVersion> byAlias(String model, String alias) {
    return Optional.ofNullable(aliases(model).get(alias)).flatMap(found -> version(model, found));
  }

  @Override
  public Optional<String> aliasTarget(String model, String alias) {
    return Optional.ofNullable(aliases(model).get(alias));
  }

  @Override
  public boolean moveAlias(
      String model, String alias, Optional<String> expected, Optional<String> version) {
    probe();
    version.ifPresent(target -> requireVersion(model, target));
    URI address = file(model, "aliases.json");
    return inRounds(
        "move the alias " + alias + " of " + model,
        () -> {
          Optional<Found<Map<String, String>>> before =
              documents.read(address, RegisteredVersion.TEXTS);
          Map<String, String> aliases =
              new TreeMap<>(before.map(Found::content).orElseGet(Map::of));
          if (!Optional.ofNullable(aliases.get(alias)).equals(expected)) {
            return Optional.of(false);
          }
          version.ifPresentOrElse(
              target -> aliases.put(alias, target), () -> aliases.remove(alias));
          return documents.write(address, before, RegisteredVersion.TEXTS, aliases)
              ? Optional.of(true)
              : Optional.empty();
        });
  }

  @Override
  public void tag(String model, String version, Map<String, String> tags) {
    probe();
    requireVersion(model, version);
    URI address = version(model, Integer.parseInt(version));
    inRounds(
        "tag " + model + "@" + version,
        () -> {
          Optional<Found<RegisteredVersion>> before =
              documents.read(address, RegisteredVersion.SHAPE);
          RegisteredVersion now = before.orElseThrow(() -> unknown(model, version)).content();
          Map<String, String> all = new TreeMap<>(now.tags());
          all.putAll(tags);
          return documents.write(address, before, RegisteredVersion.SHAPE, now.withTags(all))
              ? Optional.of(true)
              : Optional.empty();
        });
  }

  private interface Round<R> {
    Optional<R> run();
  }

  /** Repeats a change until it was made on the newest content. */
  private static <R> R inRounds(String tried, Round<R> round) {
    for (int i = 0; i < ROUNDS; i++) {
      Optional<R> done = round.run();
      if (done.isPresent()) {
        return done.get();
      }
    }
    throw new TransientFailure(
        "cannot " + tried + ": other writers were first " + ROUNDS + " times");
  }

  private synchronized void probe() {
    if (!probed) {
      StoreProbe.require(store, root);
      probed = true;
    }
  }

  private void requireVersion(String model, String version) {
    if (version(model, version).isEmpty()) {
      throw unknown(model, version);
    }
  }

  private ConfigurationProblem unknown(String model, String version) {
    return new ConfigurationProblem(
        "there is no version " + model + "@" + version + " of the registry " + root,
        FailureContext.hint(
            "take one of "
                + versions(model).stream().map(ModelVersion::version).limit(10).toList()),
        null);
  }

  private static ModelVersion withAliases(
      String model, RegisteredVersion version, Map<String, String> aliases) {
    String name = Integer.toString(version.number());
    Set<String> pointing = new TreeSet<>(aliases.keySet());
    pointing.removeIf(alias -> !name.equals(aliases.get(alias)));
    return new ModelVersion(
        model, name, version.createdAt(), version.artifact(), version.tags(), pointing);
  }

  private Map<String, String> aliases(String model) {
    return documents
        .read(file(model, "aliases.json"), RegisteredVersion.TEXTS)
        .map(Found::content)
        .orElseGet(Map::of);
  }

  private URI version(String model, int number) {
    return file(model, "versions/" + number + ".json");
  }

  private URI file(String model, String name) {
    if (!FolderRegistry.MODEL.matcher(model).matches()) {
      throw new ConfigurationProblem(
          "'" + model + "' is not a model name of this registry",
          FailureContext.hint("use letters, digits and . _ -, at most 128"),
          null);
    }
    return StoredFile.child(root, model + "/" + name);
  }
}
