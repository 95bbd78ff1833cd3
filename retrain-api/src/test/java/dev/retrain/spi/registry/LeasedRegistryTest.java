package dev.retrain.spi.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.state.Leases;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeasedRegistryTest {

  private static final URI ARTIFACT = URI.create("memory://bucket/model");

  private final Clock clock = Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);
  private final Leases leases = Leases.inProcess(clock);
  private final Service service = new Service();
  private final LeasedRegistry registry =
      new LeasedRegistry(service, leases, Duration.ofMinutes(1));

  /** A service that sets aliases without comparing. */
  private final class Service implements ModelRegistry {
    private final List<ModelVersion> versions = new ArrayList<>();
    private final Map<String, String> aliases = new TreeMap<>();
    private boolean closed;

    @Override
    public ModelVersion register(
        String model, String runKey, URI artifact, Map<String, String> tags) {
      ModelVersion made =
          new ModelVersion(
              model,
              Integer.toString(versions.size() + 1),
              clock.instant(),
              artifact,
              tags,
              Set.of());
      versions.add(0, made);
      return made;
    }

    @Override
    public Optional<ModelVersion> version(String model, String version) {
      return versions.stream().filter(one -> one.version().equals(version)).findFirst();
    }

    @Override
    public List<ModelVersion> versions(String model) {
      return List.copyOf(versions);
    }

    @Override
    public Optional<ModelVersion> byAlias(String model, String alias) {
      return aliasTarget(model, alias).flatMap(found -> version(model, found));
    }

    @Override
    public Optional<String> aliasTarget(String model, String alias) {
      return Optional.ofNullable(aliases.get(alias));
    }

    @Override
    public boolean moveAlias(
        String model, String alias, Optional<String> expected, Optional<String> version) {
      aliases.put(alias, version.orElseThrow());
      return true;
    }

    @Override
    public void tag(String model, String version, Map<String, String> tags) {}

    @Override
    public void close() {
      closed = true;
    }
  }

  private boolean move(String expected, String version) {
    return registry.moveAlias(
        "churn", "champion", Optional.ofNullable(expected), Optional.of(version));
  }

  @Test
  void comparesWhereTheServiceDoesNot() {
    assertThat(move(null, "1")).isTrue();
    assertThat(move(null, "2")).isFalse();
    assertThat(registry.aliasTarget("churn", "champion")).contains("1");
  }

  @Test
  void excludesAnotherWriterOfTheModel() {
    try (Leases.Lease other =
        leases.acquire("registry/churn", Duration.ofMinutes(1)).orElseThrow()) {
      assertThat(other.name()).isEqualTo("registry/churn");
      assertThatThrownBy(() -> move(null, "1"))
          .isInstanceOf(TransientFailure.class)
          .hasMessageContaining("another writer");
      assertThatThrownBy(() -> registry.register("churn", "run", ARTIFACT, Map.of()))
          .isInstanceOf(TransientFailure.class);
    }
    assertThat(move(null, "1")).isTrue();
  }

  @Test
  void passesEverythingElseOn() {
    registry.register("churn", "run-1", ARTIFACT, Map.of());
    registry.register(ModelRegistration.of("churn", "run-2", ARTIFACT));
    registry.tag("churn", "1", Map.of("a", "b"));
    move(null, "2");

    assertThat(registry.versions("churn")).hasSize(2);
    assertThat(registry.version("churn", "1")).isPresent();
    assertThat(registry.byAlias("churn", "champion").map(ModelVersion::version)).contains("2");
    registry.close();
    assertThat(service.closed).isTrue();
  }

  @Test
  void listsInPagesNewestFirst() {
    IntStream.range(0, 5).forEach(i -> registry.register("churn", "run-" + i, ARTIFACT, Map.of()));

    VersionPage first = registry.versions("churn", Optional.empty(), 2);
    VersionPage second = registry.versions("churn", first.next(), 2);
    VersionPage last = registry.versions("churn", second.next(), 2);

    assertThat(first.versions()).extracting(ModelVersion::version).containsExactly("5", "4");
    assertThat(second.versions()).extracting(ModelVersion::version).containsExactly("3", "2");
    assertThat(last.versions()).extracting(ModelVersion::version).containsExactly("1");
    assertThat(last.next()).isEmpty();
  }
}
