package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.retrain.api.source.FlagSource;
import java.util.Optional;

/**
 * Flags by way of OpenFeature. A flag's version is what its metadata calls {@code version}, else
 * its variant; a flag that cannot be evaluated is not known. The provider's own deadline holds.
 */
public final class OpenFeatureFlags implements FlagSource {

  private final Client client;

  /** The flags an OpenFeature client sees; the application sets its provider. */
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
