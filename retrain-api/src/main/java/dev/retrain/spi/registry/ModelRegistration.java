package dev.retrain.spi.registry;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A version to be registered, after its gate has passed.
 *
 * @param model the model's name
 * @param runKey the run that made it; one version per run
 * @param artifact the address of the model's folder
 * @param profile the address of the training profile; empty if the run wrote none
 * @param serving how it is served; empty for a model that only scores batches
 * @param tags more tags
 */
public record ModelRegistration(
    String model,
    String runKey,
    URI artifact,
    Optional<URI> profile,
    Optional<Serving> serving,
    Map<String, String> tags) {

  /** Copies the tags. */
  public ModelRegistration {
    requireNonNull(model);
    requireNonNull(runKey);
    requireNonNull(artifact);
    requireNonNull(profile);
    requireNonNull(serving);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** Returns the registration of a model without profile and server. */
  public static ModelRegistration of(String model, String runKey, URI artifact) {
    return new ModelRegistration(
        model, runKey, artifact, Optional.empty(), Optional.empty(), Map.of());
  }

  /** Returns a copy with a training profile. */
  public ModelRegistration withProfile(Optional<URI> address) {
    return new ModelRegistration(model, runKey, artifact, address, serving, tags);
  }

  /** Returns a copy that is served. */
  public ModelRegistration servedBy(Optional<Serving> server) {
    return new ModelRegistration(model, runKey, artifact, profile, server, tags);
  }

  /** Returns a copy with more tags. */
  public ModelRegistration withTags(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(tags);
    all.putAll(more);
    return new ModelRegistration(model, runKey, artifact, profile, serving, all);
  }

  /**
   * Returns all tags of the version, with those of the profile, the server and the passed gate, as
   * registries hold them that know only tags.
   */
  public Map<String, String> allTags() {
    Map<String, String> all = new TreeMap<>(tags);
    all.put(ModelVersion.GATE_TAG, "passed");
    profile.ifPresent(address -> all.put(ModelVersion.PROFILE_TAG, address.toString()));
    serving.ifPresent(
        server ->
            all.put(
                ModelVersion.SERVING_TAG, Documents.canonicalJson(Serving.shape().write(server))));
    return all;
  }
}
