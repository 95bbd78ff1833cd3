package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChallengersTest {

  /** Versions 1 and 2 of one model, in memory. */
  private static final class Versions implements ModelRegistry {
    final Map<String, ModelVersion> all = new TreeMap<>();
    final Map<String, String> aliases = new HashMap<>();

    Versions() {
      register("flights", "run-1", URI.create("file:///1"), Map.of());
      register("flights", "run-2", URI.create("file:///2"), Map.of());
    }

    @Override
    public ModelVersion register(String model, String run, URI artifact, Map<String, String> tags) {
      String number = Integer.toString(all.size() + 1);
      ModelVersion made =
          new ModelVersion(
              model, number, Instant.ofEpochSecond(all.size()), artifact, tags, Set.of());
      all.put(number, made);
      return made;
    }

    @Override
    public Optional<ModelVersion> version(String model, String version) {
      return Optional.ofNullable(all.get(version));
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return List.copyOf(all.values());
    }

    @Override
    public Optional<ModelVersion> byAlias(String model, String alias) {
      return Optional.ofNullable(aliases.get(alias)).map(all::get);
    }

    @Override
    public boolean moveAlias(
        String model, String alias, Optional<String> expected, Optional<String> version) {
      if (!Optional.ofNullable(aliases.get(alias)).equals(expected)) {
        return false;
      }
      aliases.remove(alias);
      version.ifPresent(target -> aliases.put(alias, target));
      return true;
    }

    @Override
    public void tag(String model, String version, Map<String, String> tags) {
      ModelVersion was = all.get(version);
      Map<String, String> more = new TreeMap<>(was.tags());
      more.putAll(tags);
      all.put(
          version,
          new ModelVersion(model, version, was.createdAt(), was.artifact(), more, was.aliases()));
    }
  }

  private final Versions registry = new Versions();

  private void point(String version) {
    Challengers.point(registry, registry.version("flights", version).orElseThrow());
  }

  @Test
  void theNewestVersionBecomesTheChallenger() {
    point("1");
    point("2");

    assertThat(registry.aliases).containsEntry(ModelRegistry.CHALLENGER, "2");
  }

  @Test
  void anOlderRunThatIsConcludedLaterDoesNotTakeTheAlias() {
    point("2");
    point("1");

    assertThat(registry.aliases).containsEntry(ModelRegistry.CHALLENGER, "2");
  }

  @Test
  void aVersionBecomesTheChallengerOnceEvenIfItWasTakenBack() {
    ModelVersion before = registry.version("flights", "2").orElseThrow();
    Challengers.point(registry, before);
    registry.aliases.clear();

    Challengers.point(registry, before);

    assertThat(registry.aliases).isEmpty();
  }
}
