package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.audit.SigningKey;
import dev.retrain.runtime.batch.BatchScores;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The operating config, {@code retrain.yaml}, with what it extends. Relative paths are resolved
 * against its folder.
 *
 * @param store a folder, or the JDBC address of a database
 * @param backend the backend that runs the retrainings
 * @param registry a folder or a URI; empty for the registry of the backend
 * @param retrainings the policy files, in order
 * @param prices the price list; empty when runs are not priced
 * @param signingKey the key that signs decisions; empty when they are not signed
 * @param batches the batch folder of each batch-scored model
 * @param flags the source of flags
 */
record OperatingConfig(
    String store,
    BackendChoice backend,
    Optional<String> registry,
    List<Path> retrainings,
    Optional<Path> prices,
    Optional<Path> signingKey,
    Map<String, Path> batches,
    OperatingFlags flags) {

  /**
   * A backend and its settings.
   *
   * @param settings empty when the config names none
   */
  record BackendChoice(String name, Optional<Settings> settings) {}

  /** The content of the file, before paths are resolved. */
  private record Content(
      String store,
      Named backend,
      Optional<String> registry,
      List<String> retrainings,
      Optional<String> prices,
      Optional<String> signingKey,
      Map<String, String> batches,
      OperatingFlags flags,
      Map<String, Node> artifacts) {}

  private record Named(String name, Optional<String> settings) {}

  /** The default store. */
  static final String DEFAULT_STORE = "retrain-state";

  private static final Shape<Content> SHAPE = shape();

  /**
   * Reads a file, and opens files at addresses as it says from now on.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem
   */
  static OperatingConfig read(Path file) {
    Settings document = Overlay.read(file);
    Content content = document.as(SHAPE);
    OperatingArtifacts.of(content.artifacts(), document).install(document);
    String store = content.store();
    return new OperatingConfig(
        store.startsWith("jdbc:") ? store : document.resolve(store).toString(),
        new BackendChoice(content.backend().name(), settings(content.backend(), document)),
        content
            .registry()
            .map(name -> name.contains(":") ? name : document.resolve(name).toString()),
        content.retrainings().stream().map(document::resolve).toList(),
        content.prices().map(document::resolve),
        content.signingKey().map(document::resolve),
        batches(content, document),
        content.flags().in(document));
  }

  private static Map<String, Path> batches(Content content, Settings document) {
    Map<String, Path> folders = new TreeMap<>();
    content.batches().forEach((model, folder) -> folders.put(model, document.resolve(folder)));
    return folders;
  }

  private static Optional<Settings> settings(Named backend, Settings document) {
    if (backend.settings().isPresent()) {
      return Optional.of(Settings.read(document.resolve(backend.settings().get())));
    }
    Path beside = document.resolve(backend.name() + ".yaml");
    return Files.isRegularFile(beside) ? Optional.of(Settings.read(beside)) : Optional.empty();
  }

  /** Opens the store. Its entries are signed if the config names a key. */
  JdbcStore openStore() {
    Optional<SigningKey> key = signingKey.map(SigningKey::read);
    JdbcStore opened = Stores.open(store);
    return key.map(opened::signedWith).orElse(opened);
  }

  /** Opens the store for reading; it needs no write access. */
  StateStore readStore() {
    return Stores.read(store);
  }

  /** Reads the policies. */
  List<Retraining> policies() {
    return retrainings.stream().map(Retraining::read).toList();
  }

  /** Starts a retrainer of policies with what the config names: flags, prices and batches. */
  Retrainer.Builder retrainer(
      Backend on, ModelRegistry models, List<Retraining> policies, StateStore state, Clock clock) {
    Retrainer.Builder builder =
        Retrainer.on(on).store(state).clock(clock).flags(flags).registry(models);
    policies.forEach(builder::add);
    prices.map(PriceList::read).ifPresent(builder::prices);
    batches.forEach(
        (model, folder) ->
            builder.deployer(Target.registryAlias(model), BatchScores.of(model, state, folder)));
    return builder;
  }

  private static Shape<Content> shape() {
    ObjectShape.Builder<Content> all = ObjectShape.named("OperatingConfig");
    var store =
        all.optional(
            "store",
            Shapes.text(),
            DEFAULT_STORE,
            Content::store,
            "a folder, or a jdbc: address; user and password are read from RETRAIN_STORE_USER and"
                + " RETRAIN_STORE_PASSWORD");
    var backend = all.required("backend", named(), Content::backend, "{name: local}");
    var registry =
        all.maybe(
            "registry",
            Shapes.text(),
            Content::registry,
            "the folder or address of versions and aliases; default: the registry of the backend");
    var retrainings =
        all.required(
            "retrainings", Shapes.list(Shapes.text()), Content::retrainings, "policy files");
    var prices = all.maybe("prices", Shapes.text(), Content::prices, "a price list");
    var signingKey =
        all.maybe(
            "signingKey",
            Shapes.text(),
            Content::signingKey,
            "a PEM file of an Ed25519 private key that signs decisions");
    var batches =
        all.optional(
            "batches",
            Shapes.map(Shapes.text()),
            Map.of(),
            Content::batches,
            "folders of batches, by the model that scores them");
    var flags =
        all.optional(
            "flags",
            OperatingFlags.shape(),
            OperatingFlags.none(),
            Content::flags,
            "the source of flags: {file: flags.yaml} or {environment: RETRAIN_FLAG_}");
    var artifacts =
        all.optional(
            "artifacts",
            Shapes.map(Shapes.any()),
            Map.of(),
            Content::artifacts,
            "how files at addresses are opened: {s3: {region: eu-west-1, client: {timeout: 1m}},"
                + " cache: {folder: cache, size: 20}}");
    return all.build(
        f ->
            new Content(
                f.get(store),
                f.get(backend),
                f.find(registry),
                f.get(retrainings),
                f.find(prices),
                f.find(signingKey),
                f.get(batches),
                f.get(flags),
                f.get(artifacts)));
  }

  private static Shape<Named> named() {
    ObjectShape.Builder<Named> shape = ObjectShape.named("OperatingBackend");
    var name = shape.required("name", Shapes.text(), Named::name, "such as local");
    var settings =
        shape.maybe(
            "settings",
            Shapes.text(),
            Named::settings,
            "the settings file; default: <name>.yaml in the same folder, if it exists");
    return shape.build(f -> new Named(f.get(name), f.find(settings)));
  }
}
