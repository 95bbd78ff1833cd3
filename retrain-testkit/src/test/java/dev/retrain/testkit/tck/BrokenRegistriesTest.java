package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.InMemoryModelRegistry;
import dev.retrain.testkit.SettableClock;
import dev.retrain.testkit.tck.Broken.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model registry that breaks one rule fails the cases that name it. */
class BrokenRegistriesTest {

  private static UnaryOperator<ModelRegistry> rule = registry -> registry;
  private static boolean forgets;

  /** The registry in memory with one rule broken; run by this test, not by itself. */
  static class BrokenRegistry extends ModelRegistryTck {
    private final Map<Path, ModelRegistry> registries = new HashMap<>();

    private static ModelRegistry empty() {
      return rule.apply(new InMemoryModelRegistry(SettableClock.at("2001-02-03T00:00:00Z")));
    }

    @Override
    protected ModelRegistry open(Path place) {
      return forgets ? empty() : registries.computeIfAbsent(place, path -> empty());
    }
  }

  private static Rule<ModelRegistry> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(ModelRegistry.class, broken, method, instead, mend, cases);
  }

  private static boolean isPart(Object... arguments) {
    return arguments.length > 1;
  }

  private static boolean atOnce() {
    return Thread.currentThread().getName().startsWith("tck-at-once");
  }

  private static ModelVersion with(ModelVersion v, Map<String, String> tags, Set<String> aliases) {
    return new ModelVersion(v.model(), v.version(), v.createdAt(), v.artifact(), tags, aliases);
  }

  private static Object found(Object version, UnaryOperator<ModelVersion> change) {
    return ((Optional<?>) version).map(ModelVersion.class::cast).map(change);
  }

  static Stream<Rule<ModelRegistry>> rules() {
    AtomicInteger copies = new AtomicInteger();
    return Stream.concat(versionRules(copies), Stream.concat(aliasRules(), tagRules()));
  }

  private static Stream<Rule<ModelRegistry>> versionRules(AtomicInteger copies) {
    return Stream.of(
        rule(
            "a run that asks again gets another version",
            "register",
            (real, arguments) ->
                real.withArguments(
                    arguments[0],
                    atOnce() ? arguments[1] : arguments[1] + "-" + copies.incrementAndGet(),
                    arguments[2],
                    arguments[3]),
            "",
            "Versions.areOnePerRun",
            "Versions.areKeptAsTheyWereRegistered",
            "Tags.areAddedAndReplaced"),
        rule(
            "a run is looked up and then registered",
            "register",
            (real, arguments) ->
                real.withArguments(
                    arguments[0],
                    atOnce() ? arguments[1] + "-" + copies.incrementAndGet() : arguments[1],
                    arguments[2],
                    arguments[3]),
            "must meet",
            "Versions.areOnePerRunAlsoWhenRequestedAtOnce"),
        rule(
            "a number is given twice",
            "register",
            (real, arguments) ->
                real.withArguments(
                    arguments[0],
                    atOnce() && !arguments[1].equals("run-1") ? "run-0" : arguments[1],
                    arguments[2],
                    arguments[3]),
            "never get one version",
            "Versions.ofDifferentRunsAtOnceAreDifferent"),
        rule(
            "versions are listed oldest first",
            "versions",
            (real, arguments) -> {
              if (isPart(arguments)) {
                return real.withArguments(arguments);
              }
              List<Object> all = new ArrayList<>((List<?>) real.withArguments(arguments));
              Collections.reverse(all);
              return all;
            },
            "newest first",
            "Versions.areListedNewestFirst"),
        rule(
            "every part is the first",
            "versions",
            (real, arguments) ->
                isPart(arguments)
                    ? real.withArguments(arguments[0], Optional.empty(), arguments[2])
                    : real.withArguments(arguments),
            "continues after the last version",
            "Versions.areListedInParts"),
        rule(
            "versions of models that begin alike are mixed",
            "versions",
            (real, arguments) -> {
              if (isPart(arguments)) {
                return real.withArguments(arguments);
              }
              List<Object> all = new ArrayList<>((List<?>) real.withArguments(arguments));
              if (arguments[0].equals("flight-delay")) {
                all.addAll((List<?>) real.withArguments("flight-delays"));
              }
              return all;
            },
            "",
            "Versions.ofDifferentModelsAreIndependent"),
        rule(
            "a version that is not there is a failure that may pass",
            "version",
            (real, arguments) -> {
              Optional<?> version = (Optional<?>) real.withArguments(arguments);
              if (version.isEmpty()) {
                throw new TransientFailure("404");
              }
              return version;
            },
            "404",
            "Versions.areNotFoundWhenTheyWereNotRegistered"));
  }

  private static Stream<Rule<ModelRegistry>> aliasRules() {
    return Stream.of(
        rule(
            "an alias moves wherever it was",
            "moveAlias",
            (real, arguments) -> {
              boolean moved = (boolean) real.withArguments(arguments);
              for (int i = 0; !moved && !atOnce() && i <= 3; i++) {
                Optional<String> elsewhere = i == 0 ? Optional.empty() : Optional.of("" + i);
                moved =
                    (boolean)
                        real.withArguments(arguments[0], arguments[1], elsewhere, arguments[3]);
              }
              return moved;
            },
            "",
            "Aliases.stayWhenTheCallerExpectsAnotherVersion"),
        rule(
            "who moves an alias is not told that another was first",
            "moveAlias",
            (real, arguments) -> (boolean) real.withArguments(arguments) || atOnce(),
            "exactly one succeeds",
            "Aliases.areMovedByOneOfMany"),
        rule(
            "an alias is never taken away",
            "moveAlias",
            (real, arguments) ->
                ((Optional<?>) arguments[3]).isEmpty() || (boolean) real.withArguments(arguments),
            "removes the alias",
            "Aliases.areTakenAway"),
        rule(
            "an alias is shown by every version it pointed to",
            "version",
            (real, arguments) ->
                found(
                    real.withArguments(arguments),
                    v -> v.aliases().isEmpty() ? v : with(v, v.tags(), Set.of("champion", "x"))),
            "",
            "Aliases.areShownByTheVersionTheyPointTo",
            "Tags.keepTheAliasesOfTheVersion"),
        rule(
            "an alias moves to a version that is not there",
            "moveAlias",
            (real, arguments) ->
                ((Optional<?>) arguments[3]).equals(Optional.of("no-such-version"))
                    || (boolean) real.withArguments(arguments),
            "PermanentFailure",
            "Aliases.areNotMovedToWhatIsNotThere"));
  }

  private static Stream<Rule<ModelRegistry>> tagRules() {
    return Stream.of(
        rule(
            "a version does not carry its run",
            "version",
            (real, arguments) ->
                found(
                    real.withArguments(arguments),
                    v -> {
                      Map<String, String> tags = new TreeMap<>(v.tags());
                      tags.remove(ModelVersion.RUN_TAG);
                      return with(v, tags, v.aliases());
                    }),
            "",
            "Versions.areKeptAsTheyWereRegistered",
            "Tags.areAddedAndReplaced"),
        rule(
            "new tags are dropped where there were some",
            "tag",
            (real, arguments) ->
                arguments[1].equals("no-such-version") ? real.withArguments(arguments) : null,
            "tag adds, replaces",
            "Tags.areAddedAndReplaced"),
        rule(
            "tagging what is not there is forgiven",
            "tag",
            (real, arguments) ->
                arguments[1].equals("no-such-version") ? null : real.withArguments(arguments),
            "PermanentFailure",
            "Tags.areNotAddedToWhatIsNotThere"));
  }

  @AfterEach
  void mend() {
    rule = registry -> registry;
    forgets = false;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<ModelRegistry> broken) {
    rule = broken.by();

    Broken.assertNamed(broken, Broken.failures(BrokenRegistry.class));
  }

  @Test
  void failsWhenNothingOutlivesTheProcess() {
    forgets = true;

    assertThat(Broken.failures(BrokenRegistry.class))
        .containsOnlyKeys("Versions.areStillThereAfterReopening")
        .allSatisfy((name, message) -> assertThat(message).contains("outlive the process"));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenRegistry.class)).isEmpty();
  }
}
