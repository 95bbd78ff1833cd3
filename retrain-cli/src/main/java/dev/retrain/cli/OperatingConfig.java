package dev.retrain.cli;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.audit.SigningKey;
import dev.retrain.runtime.store.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is operated: {@code retrain.yaml}. Relative paths start from its folder.
 *
 * @param store a folder, or the JDBC address of a database
 * @param backend where retrainings run
 * @param registry a folder or a URI; empty for the backend's own
 * @param retrainings their policies, in order
 * @param prices what machines cost; empty when nothing is priced
 * @param signingKey signs decisions when they are written; empty when nothing does
 * @param batches where the batches of models lie that score batches, by model
 */
record OperatingConfig(
    String store,
    Place backend,
    Optional<String> registry,
    List<Path> retrainings,
    Optional<Path> prices,
    Optional<Path> signingKey,
    Map<String, Path> batches) {

  /**
   * A backend and where its settings are.
   *
   * @param settings empty for placeholders
   */
  record Place(String name, Optional<Settings> settings) {}

  /** What the file says, before paths are resolved. */
  private record Written(
      String store,
      Named backend,
      Optional<String> registry,
      List<String> retrainings,
      Optional<String> prices,
      Optional<String> signingKey,
      Map<String, String> batches) {}

  private record Named(String name, Optional<String> settings) {}

  /** Where state is kept unless it is said. */
  static final String DEFAULT_STORE = "retrain-state";

  private static final Shape<Written> SHAPE = shape();

  /**
   * Reads a file.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem
   */
  static OperatingConfig read(Path file) {
    Settings document = Settings.read(file);
    Written written = document.as(SHAPE);
    String store = written.store();
    return new OperatingConfig(
        store.startsWith("jdbc:") ? store : document.resolve(store).toString(),
        new Place(written.backend().name(), settings(written.backend(), document)),
        written
            .registry()
            .map(name -> name.contains(":") ? name : document.resolve(name).toString()),
        written.retrainings().stream().map(document::resolve).toList(),
        written.prices().map(document::resolve),
        written.signingKey().map(document::resolve),
        batches(written, document));
  }

  private static Map<String, Path> batches(Written written, Settings document) {
    Map<String, Path> folders = new TreeMap<>();
    written.batches().forEach((model, folder) -> folders.put(model, document.resolve(folder)));
    return folders;
  }

  private static Optional<Settings> settings(Named backend, Settings document) {
    if (backend.settings().isPresent()) {
      return Optional.of(Settings.read(document.resolve(backend.settings().get())));
    }
    Path beside = document.resolve(backend.name() + ".yaml");
    return Files.isRegularFile(beside) ? Optional.of(Settings.read(beside)) : Optional.empty();
  }

  /** Opens the store; what it writes is signed where there is a key. */
  JdbcStore openStore() {
    Optional<SigningKey> key = signingKey.map(SigningKey::read);
    JdbcStore opened = Stores.open(store);
    return key.map(opened::signedWith).orElse(opened);
  }

  /** Reads the policies. */
  List<Retraining> policies() {
    return retrainings.stream().map(Retraining::read).toList();
  }

  private static Shape<Written> shape() {
    ObjectShape.Builder<Written> all = ObjectShape.named("OperatingConfig");
    var store =
        all.optional(
            "store",
            Shapes.text(),
            DEFAULT_STORE,
            Written::store,
            "a folder, or a jdbc: address whose user and password stand in RETRAIN_STORE_USER and"
                + " RETRAIN_STORE_PASSWORD");
    var backend = all.required("backend", named(), Written::backend, "{name: local}");
    var registry =
        all.maybe(
            "registry",
            Shapes.text(),
            Written::registry,
            "where versions and aliases are kept, a folder; the backend's own unless it is said");
    var retrainings =
        all.required(
            "retrainings", Shapes.list(Shapes.text()), Written::retrainings, "files of policies");
    var prices = all.maybe("prices", Shapes.text(), Written::prices, "a file of prices");
    var signingKey =
        all.maybe(
            "signingKey",
            Shapes.text(),
            Written::signingKey,
            "a PEM file of an Ed25519 private key that signs decisions");
    var batches =
        all.optional(
            "batches",
            Shapes.map(Shapes.text()),
            Map.of(),
            Written::batches,
            "folders of batches, by the model that scores them");
    return all.build(
        f ->
            new Written(
                f.get(store),
                f.get(backend),
                f.find(registry),
                f.get(retrainings),
                f.find(prices),
                f.find(signingKey),
                f.get(batches)));
  }

  private static Shape<Named> named() {
    ObjectShape.Builder<Named> one = ObjectShape.named("OperatingBackend");
    var name = one.required("name", Shapes.text(), Named::name, "such as local");
    var settings =
        one.maybe(
            "settings", Shapes.text(), Named::settings, "a file; <name>.yaml beside if there is");
    return one.build(f -> new Named(f.get(name), f.find(settings)));
  }
}
