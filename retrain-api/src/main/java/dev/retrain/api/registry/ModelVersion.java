package dev.retrain.api.registry;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Serving;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A registered version of a model.
 *
 * @param model the model's name
 * @param version given by the registry, unique for the model
 * @param createdAt when it was registered
 * @param artifact the address of the model's folder
 * @param tags the registry's key-value pairs; {@link #RUN_TAG} and {@link #GATE_TAG} among them
 * @param aliases those that point here now
 */
public record ModelVersion(
    String model,
    String version,
    Instant createdAt,
    URI artifact,
    Map<String, String> tags,
    Set<String> aliases) {

  /** The tag that holds the key of the run that registered the version. */
  public static final String RUN_TAG = "retrain.run";

  /** The tag that is {@code passed} when the run's gate passed. */
  public static final String GATE_TAG = "retrain.gate";

  /** The tag that holds the address of the training profile, the reference for drift. */
  public static final String PROFILE_TAG = "retrain.profile";

  /** The tag that holds how the version is served, a {@link Serving} as JSON. */
  public static final String SERVING_TAG = "retrain.serving";

  /** The tag of a version whose run needs nothing more. */
  public static final String CONCLUDED_TAG = "retrain.concluded";

  /** Copies and sorts. */
  public ModelVersion {
    requireNonNull(model);
    requireNonNull(version);
    requireNonNull(createdAt);
    requireNonNull(artifact);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    aliases = Collections.unmodifiableSet(new TreeSet<>(aliases));
  }

  /** Returns the address of the training profile; empty if the run wrote none. */
  public Optional<URI> profile() {
    return Optional.ofNullable(tags.get(PROFILE_TAG)).map(URI::create);
  }

  /**
   * Returns how the version is served; empty for a model that only scores batches.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if the tag holds something else
   */
  public Optional<Serving> serving() {
    return Optional.ofNullable(tags.get(SERVING_TAG))
        .map(
            json ->
                DocumentReader.of(
                    Serving.shape(),
                    Documents.parse(json, "serving of " + this),
                    "serving of " + this));
  }

  /** Returns the document form. */
  public static Shape<ModelVersion> shape() {
    ObjectShape.Builder<ModelVersion> all = ObjectShape.named("ModelVersion");
    var model = all.required("model", Shapes.text(), ModelVersion::model, "the model's name");
    var version = all.required("version", Shapes.text(), ModelVersion::version, "its version");
    var created =
        all.required("createdAt", Shapes.instant(), ModelVersion::createdAt, "when registered");
    var artifact =
        all.required(
            "artifact",
            Shapes.text().as(URI::create, URI::toString),
            ModelVersion::artifact,
            "the address of its folder");
    var tags =
        all.optional("tags", Shapes.map(Shapes.text()), Map.of(), ModelVersion::tags, "its tags");
    var aliases =
        all.optional(
            "aliases",
            Shapes.list(Shapes.text()),
            List.of(),
            v -> List.copyOf(v.aliases()),
            "that point to it");
    return all.build(
        f ->
            new ModelVersion(
                f.get(model),
                f.get(version),
                f.get(created),
                f.get(artifact),
                f.get(tags),
                new TreeSet<>(f.get(aliases))));
  }

  /** Returns {@code model@version}. */
  @Override
  public String toString() {
    return model + "@" + version;
  }
}
