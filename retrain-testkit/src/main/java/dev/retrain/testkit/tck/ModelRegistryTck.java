package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.registry.VersionPage;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a model registry must do: one version per run, aliases that move only from where the mover
 * expects them, and tags. Extend it and implement how a registry is opened.
 */
@ExtendWith(CaseCount.class)
public abstract class ModelRegistryTck {

  private static final String MODEL = "flight-delays";
  private static final int AT_ONCE = 8;

  private @Nullable Path folder;
  private @Nullable ModelRegistry opened;

  /**
   * Opens the registry of a place: the same folder means the same content.
   *
   * @param place an empty folder at first, kept for one case
   */
  protected abstract ModelRegistry open(Path place);

  /**
   * Returns the address of a run's artifact; override it where a registry accepts only some
   * addresses.
   */
  protected URI artifact(Path place, String runKey) {
    return place.resolve("artifacts").resolve(runKey).toUri();
  }

  @BeforeEach
  final void openFirst(@TempDir Path temporary) {
    folder = temporary;
    opened = open(temporary);
  }

  private Path place() {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return folder;
  }

  private ModelRegistry registry() {
    if (opened == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return opened;
  }

  private ModelVersion register(String model, String run) {
    return registry().register(model, run, artifact(place(), run), Map.of("owner", "risk"));
  }

  private ModelVersion known(ModelVersion version) {
    return registry()
        .version(version.model(), version.version())
        .orElseThrow(() -> new AssertionError("a registered version must be found: " + version));
  }

  private boolean move(String alias, Optional<ModelVersion> from, Optional<ModelVersion> to) {
    return registry()
        .moveAlias(MODEL, alias, from.map(ModelVersion::version), to.map(ModelVersion::version));
  }

  private Optional<String> pointedAt(String alias) {
    return registry().byAlias(MODEL, alias).map(ModelVersion::version);
  }

  /** A run registers one version, however often the call is repeated. */
  @Nested
  class Versions {

    @Test
    void areKeptAsTheyWereRegistered() {
      ModelVersion made = register(MODEL, "run-1");

      assertThat(known(made)).as("a version is found as register gave it").isEqualTo(made);
      assertThat(made.model()).isEqualTo(MODEL);
      assertThat(made.artifact()).isEqualTo(artifact(place(), "run-1"));
      assertThat(made.tags())
          .as("a version carries its run, and the tags it was given")
          .containsEntry(ModelVersion.RUN_TAG, "run-1")
          .containsEntry("owner", "risk");
      assertThat(made.aliases()).as("register sets no alias").isEmpty();
    }

    @Test
    void areOnePerRun() {
      ModelVersion first = register(MODEL, "run-1");
      ModelVersion again = register(MODEL, "run-1");

      assertThat(again.version())
          .as("register is idempotent by run: an answer may have been lost")
          .isEqualTo(first.version());
      assertThat(registry().versions(MODEL)).hasSize(1);
    }

    @Test
    void areOnePerRunAlsoWhenRequestedAtOnce() {
      List<String> versions =
          ConcurrentCalls.call(AT_ONCE, number -> register(MODEL, "run-1").version());

      assertThat(new HashSet<>(versions))
          .as("registrations of one run at the same time must meet")
          .hasSize(1);
      assertThat(registry().versions(MODEL)).hasSize(1);
    }

    @Test
    void ofDifferentRunsAtOnceAreDifferent() {
      List<String> versions =
          ConcurrentCalls.call(AT_ONCE, number -> register(MODEL, "run-" + number).version());

      assertThat(new HashSet<>(versions)).as("two runs never get one version").hasSize(AT_ONCE);
      assertThat(registry().versions(MODEL)).hasSize(AT_ONCE);
    }

    @Test
    void areListedNewestFirst() {
      ModelVersion first = register(MODEL, "run-1");
      ModelVersion second = register(MODEL, "run-2");
      ModelVersion third = register(MODEL, "run-3");

      assertThat(registry().versions(MODEL))
          .as("versions are listed newest first")
          .extracting(ModelVersion::version)
          .containsExactly(third.version(), second.version(), first.version());
    }

    @Test
    void areListedInParts() {
      ModelVersion first = register(MODEL, "run-1");
      ModelVersion second = register(MODEL, "run-2");
      ModelVersion third = register(MODEL, "run-3");

      VersionPage newest = registry().versions(MODEL, Optional.empty(), 2);
      VersionPage oldest = registry().versions(MODEL, newest.next(), 2);

      assertThat(newest.versions())
          .as("a part has at most as many versions as requested, newest first")
          .extracting(ModelVersion::version)
          .containsExactly(third.version(), second.version());
      assertThat(oldest.versions())
          .as("the next part continues after the last version of the part before")
          .extracting(ModelVersion::version)
          .containsExactly(first.version());
      assertThat(oldest.next()).as("the last part names no next part").isEmpty();
    }

    @Test
    void ofDifferentModelsAreIndependent() {
      ModelVersion one = register(MODEL, "run-1");
      ModelVersion other = register("flight-delay", "run-1");

      assertThat(registry().versions(MODEL)).hasSize(1);
      assertThat(registry().versions("flight-delay")).hasSize(1);
      assertThat(known(one).model()).isNotEqualTo(known(other).model());
    }

    @Test
    void areNotFoundWhenTheyWereNotRegistered() {
      assertThat(registry().versions("absent")).isEmpty();
      assertThat(registry().version("absent", "1")).isEmpty();
      assertThat(registry().byAlias("absent", ModelRegistry.CHAMPION)).isEmpty();
      register(MODEL, "run-1");
      assertThat(registry().version(MODEL, "999")).isEmpty();
      assertThat(registry().byAlias(MODEL, ModelRegistry.CHAMPION)).isEmpty();
    }

    @Test
    void areStillThereAfterReopening() {
      ModelVersion made = register(MODEL, "run-1");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(made));

      ModelRegistry again = open(place());

      assertThat(again.byAlias(MODEL, ModelRegistry.CHAMPION).map(ModelVersion::version))
          .as("versions and aliases outlive the process")
          .contains(made.version());
    }
  }

  /** An alias moves only from where the mover believes it to be. */
  @Nested
  class Aliases {

    @Test
    void pointWhereTheyWereMoved() {
      ModelVersion one = register(MODEL, "run-1");
      ModelVersion two = register(MODEL, "run-2");

      assertThat(move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(one))).isTrue();
      assertThat(pointedAt(ModelRegistry.CHAMPION)).contains(one.version());
      assertThat(move(ModelRegistry.CHAMPION, Optional.of(one), Optional.of(two))).isTrue();
      assertThat(pointedAt(ModelRegistry.CHAMPION)).contains(two.version());
    }

    @Test
    void areShownByTheVersionTheyPointTo() {
      ModelVersion one = register(MODEL, "run-1");
      ModelVersion two = register(MODEL, "run-2");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(one));
      move(ModelRegistry.PREVIOUS, Optional.empty(), Optional.of(one));
      move(ModelRegistry.CHAMPION, Optional.of(one), Optional.of(two));

      assertThat(known(one).aliases())
          .as("a version shows the aliases that point to it now, no others")
          .isEqualTo(Set.of(ModelRegistry.PREVIOUS));
      assertThat(known(two).aliases()).isEqualTo(Set.of(ModelRegistry.CHAMPION));
    }

    @Test
    void stayWhenTheCallerExpectsAnotherVersion() {
      ModelVersion one = register(MODEL, "run-1");
      ModelVersion two = register(MODEL, "run-2");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(one));

      assertThat(move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(two)))
          .as("an alias that points somewhere does not move for who believes it points nowhere")
          .isFalse();
      assertThat(move(ModelRegistry.CHAMPION, Optional.of(two), Optional.of(two)))
          .as("an alias moves only from where the mover believes it: compare, then set, as one")
          .isFalse();
      assertThat(pointedAt(ModelRegistry.CHAMPION)).contains(one.version());
    }

    @Test
    void areTakenAway() {
      ModelVersion one = register(MODEL, "run-1");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(one));

      assertThat(move(ModelRegistry.CHAMPION, Optional.of(one), Optional.empty())).isTrue();
      assertThat(pointedAt(ModelRegistry.CHAMPION))
          .as("moving to nothing removes the alias")
          .isEmpty();
    }

    @Test
    void areMovedByOneOfMany() {
      ModelVersion one = register(MODEL, "run-0");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(one));
      List<ModelVersion> others =
          List.of(register(MODEL, "run-1"), register(MODEL, "run-2"), register(MODEL, "run-3"));

      List<Boolean> moved =
          ConcurrentCalls.call(
              others.size(),
              number ->
                  move(ModelRegistry.CHAMPION, Optional.of(one), Optional.of(others.get(number))));

      assertThat(moved)
          .as("of many who move an alias at once exactly one succeeds: atomically, or by a lease")
          .containsOnlyOnce(true);
      assertThat(pointedAt(ModelRegistry.CHAMPION))
          .contains(others.get(moved.indexOf(true)).version());
    }

    @Test
    void areNotMovedToWhatIsNotThere() {
      register(MODEL, "run-1");

      assertThat(
              catchThrowableOfType(
                  PermanentFailure.class,
                  () ->
                      registry()
                          .moveAlias(
                              MODEL,
                              ModelRegistry.CHAMPION,
                              Optional.empty(),
                              Optional.of("no-such-version"))))
          .as("an alias to a version that is not there is a PermanentFailure")
          .isNotNull();
      assertThat(pointedAt(ModelRegistry.CHAMPION)).isEmpty();
    }
  }

  /** Tags are added to a version and read back. */
  @Nested
  class Tags {

    @Test
    void areAddedAndReplaced() {
      ModelVersion made = register(MODEL, "run-1");

      registry().tag(MODEL, made.version(), Map.of("owner", "fraud", "seen", "yes"));

      assertThat(known(made).tags())
          .as("tag adds, replaces those of the same key, and keeps the others")
          .containsEntry("owner", "fraud")
          .containsEntry("seen", "yes")
          .containsEntry(ModelVersion.RUN_TAG, "run-1");
    }

    @Test
    void keepTheAliasesOfTheVersion() {
      ModelVersion made = register(MODEL, "run-1");
      move(ModelRegistry.CHAMPION, Optional.empty(), Optional.of(made));

      registry().tag(MODEL, made.version(), Map.of("seen", "yes"));

      assertThat(known(made).aliases()).isEqualTo(Set.of(ModelRegistry.CHAMPION));
    }

    @Test
    void areNotAddedToWhatIsNotThere() {
      assertThat(
              catchThrowableOfType(
                  PermanentFailure.class,
                  () -> registry().tag(MODEL, "no-such-version", Map.of("a", "b"))))
          .as("tagging a version that is not there is a PermanentFailure")
          .isNotNull();
    }
  }
}
