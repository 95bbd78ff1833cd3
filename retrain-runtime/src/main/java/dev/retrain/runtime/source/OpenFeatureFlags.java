package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.retrain.api.source.FlagSource;
import java.util.Optional;

/**
 * Reads flags with OpenFeature. A flag's version is its metadata entry {@code version}, else its
 * variant; a flag that cannot be evaluated is unknown. The provider's own deadline applies.
 */
public final class OpenFeatureFlags implements FlagSource {

  private final Client client;

  /** Creates a source on an OpenFeature client, whose provider the application sets. */
  public OpenFeatureFlags(Client client) {
    this.client = requireNonNull(client);
  }

  @Override
  public Optional<Flag> flag(String name) {
    FlagEvaluationDetails<Boolean> details = client.getBooleanDetails(name, false);
    if (details.getErrorCode() != null) {
      return Optional.empty();
    }
    String version = details.getFlagMetadata().getString("version");
    String variant = details.getVariant();
    return Optional.of(
        new Flag(
            Boolean.TRUE.equals(details.getValue()),
            version != null ? version : Optional.ofNullable(variant).orElse("")));
  }
}
