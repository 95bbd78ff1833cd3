package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import dev.retrain.spi.state.StateStore.Snapshot;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.tck.Broken.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A store that breaks one rule fails the cases that name it. */
class BrokenStatesTest {

  private static UnaryOperator<StateStore> rule = store -> store;
  private static boolean forgets;

  /** The store in memory with one rule broken; run by this test, not by itself. */
  static class BrokenStore extends StateStoreTck {
    private final Map<Path, StateStore> stores = new HashMap<>();

    @Override
    protected StateStore open(Path place) {
      StateStore there =
          forgets
              ? new InMemoryStateStore()
              : stores.computeIfAbsent(place, path -> new InMemoryStateStore());
      return rule.apply(there);
    }
  }

  private static Rule<StateStore> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(StateStore.class, broken, method, instead, mend, cases);
  }

  static Stream<Rule<StateStore>> rules() {
    return Stream.of(
        rule(
            "the version a saver has seen is not compared",
            "saveIfUnchanged",
            (real, arguments) -> {
              boolean saved = (boolean) real.withArguments(arguments);
              for (long version = 0; !saved; version++) {
                saved =
                    (boolean) real.withArguments(arguments[0], version, arguments[2], arguments[3]);
              }
              return true;
            },
            "save",
            "Races.refuseASaveOverAnotherVersion",
            "Races.refuseASaveOverAStateThatIsNotThere",
            "Races.letOneOfManyCreateAState",
            "Durability.showsTwoStoresOfOnePlaceTheSame"),
        rule(
            "decisions are appended before the version is compared",
            "saveIfUnchanged",
            (real, arguments) -> {
              boolean saved = (boolean) real.withArguments(arguments);
              if (!saved && arguments[2].equals("third")) { // not one that merely lost a race
                real.withArguments("elsewhere", 0L, "", arguments[3]);
              }
              return saved;
            },
            "one transaction",
            "Races.refuseASaveOverAnotherVersion"),
        rule(
            "versions start at 0",
            "load",
            (real, arguments) ->
                ((Optional<?>) real.withArguments(arguments))
                    .map(Snapshot.class::cast)
                    .map(kept -> new Snapshot(kept.version() - 1, kept.body())),
            "",
            "States.areLoadedAsTheyWereSavedWithAVersionThatCounts",
            "Races.refuseASaveOverAnotherVersion",
            "Races.loseNoSaveAndLeaveNoGapInTheChain",
            "Durability.keepsEverythingAfterReopening",
            "Durability.showsTwoStoresOfOnePlaceTheSame"),
        rule(
            "long bodies are cut",
            "load",
            (real, arguments) ->
                ((Optional<?>) real.withArguments(arguments))
                    .map(Snapshot.class::cast)
                    .map(
                        kept ->
                            new Snapshot(
                                kept.version(),
                                kept.body().substring(0, Math.min(65_535, kept.body().length())))),
            "however long",
            "States.keepEveryCharacter"),
        rule(
            "keys are folded to lower case",
            "saveIfUnchanged",
            (real, arguments) ->
                real.withArguments(
                    ((String) arguments[0]).toLowerCase(Locale.ROOT),
                    arguments[1],
                    arguments[2],
                    arguments[3]),
            "keys differ by case",
            "States.ofDifferentKeysAreIndependent"),
        rule(
            "a prefix is a pattern",
            "keys",
            (real, arguments) -> {
              String pattern = ((String) arguments[0]).replace("_", ".").replace("%", ".*");
              return ((List<?>) real.withArguments(""))
                  .stream().filter(key -> ((String) key).matches(pattern + ".*")).toList();
            },
            "are ordinary characters",
            "States.areListedByPrefixInOrder"),
        rule(
            "keys are listed as they come",
            "keys",
            (real, arguments) -> backwards(real.withArguments(arguments)),
            "sorted",
            "States.areListedByPrefixInOrder"),
        rule(
            "a history starts with the entry it should follow",
            "history",
            (real, arguments) ->
                real.withArguments(arguments[0], Math.max(0, (Long) arguments[1] - 1)),
            "starts with 4",
            "Chains.areGivenFromASequenceOn"),
        rule(
            "decisions of one save are appended backwards",
            "saveIfUnchanged",
            (real, arguments) ->
                real.withArguments(
                    arguments[0], arguments[1], arguments[2], backwards(arguments[3])),
            "in the order they were appended",
            "Chains.keepDecisionsAsTheyWereInTheirOrder"),
        rule(
            "a chain does not carry the hash of the entry before",
            "history",
            (real, arguments) ->
                ((List<?>) real.withArguments(arguments))
                    .stream()
                        .map(LogEntry.class::cast)
                        .map(e -> LogEntry.of(e.sequence(), LogEntry.NO_HASH, e.decision()))
                        .toList(),
            "the hash of the entry before",
            "Races.loseNoSaveAndLeaveNoGapInTheChain",
            "Races.ofDifferentKeysShareOneChainWithoutAGap",
            "Chains.keepDecisionsAsTheyWereInTheirOrder",
            "Chains.areOnePerRetraining",
            "Durability.keepsEverythingAfterReopening",
            "Durability.showsTwoStoresOfOnePlaceTheSame"));
  }

  private static List<Object> backwards(Object list) {
    List<Object> all = new ArrayList<>((List<?>) list);
    Collections.reverse(all);
    return all;
  }

  @AfterEach
  void mend() {
    rule = store -> store;
    forgets = false;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<StateStore> broken) {
    rule = broken.by();

    Broken.assertNamed(broken, Broken.failures(BrokenStore.class));
  }

  @Test
  void failsWhenNothingOutlivesTheProcess() {
    forgets = true;

    assertThat(Broken.failures(BrokenStore.class).keySet())
        .isEqualTo(
            Set.of(
                "Durability.keepsEverythingAfterReopening",
                "Durability.showsTwoStoresOfOnePlaceTheSame"));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenStore.class)).isEmpty();
  }
}
