package dev.retrain.spi.registry;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.registry.ModelVersion;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list of versions.
 *
 * @param versions newest first
 * @param next the token of the part that follows; empty after the last part
 */
public record VersionPage(List<ModelVersion> versions, Optional<String> next) {

  /** Copies the list. */
  public VersionPage {
    versions = List.copyOf(versions);
    requireNonNull(next);
  }

  /** Returns the part of a whole list that follows a version. */
  static VersionPage of(List<ModelVersion> all, Optional<String> after, int limit) {
    List<ModelVersion> rest =
        after
            .map(
                last -> all.stream().dropWhile(one -> !one.version().equals(last)).skip(1).toList())
            .orElse(all);
    return rest.size() <= limit
        ? new VersionPage(rest, Optional.empty())
        : new VersionPage(rest.subList(0, limit), Optional.of(rest.get(limit - 1).version()));
  }
}
