package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.Leases.Lease;
import dev.retrain.testkit.InMemoryLeases;
import dev.retrain.testkit.tck.Broken.Rule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases that break one rule fail the cases that name it. */
class BrokenLeasesTest {

  private static UnaryOperator<Leases> rule = leases -> leases;

  /** The leases in memory with one rule broken; run by this test, not by itself. */
  static class BrokenLeases extends LeasesTck {
    @Override
    protected Leases leases(Path place, Clock clock) {
      return rule.apply(new InMemoryLeases(clock));
    }
  }

  /** Returns a rule about granting. */
  private static Rule<Leases> granting(
      String broken, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(Leases.class, broken, "acquire", instead, mend, cases);
  }

  /** Returns a rule about what is granted. */
  private static Rule<Leases> held(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return granting(
        broken,
        (real, arguments) ->
            ((Optional<?>) real.withArguments(arguments))
                .map(Lease.class::cast)
                .map(lease -> Broken.method(Lease.class, lease, method, instead)),
        mend,
        cases);
  }

  static Stream<Rule<Leases>> rules() {
    AtomicLong copies = new AtomicLong();
    return Stream.of(
        granting(
            "everybody gets a lease",
            (real, arguments) ->
                real.withArguments(arguments[0] + "/" + copies.incrementAndGet(), arguments[1]),
            "",
            "areRefusedWhileTheyAreHeld",
            "lastLongerWhenRenewed",
            "areNotRenewedOnceAnotherHolderHasThem",
            "areNotTakenFromASuccessorByALateClose",
            "areClosedTwiceWithoutHarm",
            "areGrantedToTheFirst",
            "areGrantedToOneOfMany",
            "areTakenOverByOneOfMany"),
        granting(
            "the length asked for is not kept",
            (real, arguments) ->
                real.withArguments(arguments[0], ((Duration) arguments[1]).plusMillis(1)),
            "",
            "areGrantedToTheFirst",
            "endByThemselves",
            "areNotRenewedOnceAnotherHolderHasThem",
            "areNotTakenFromASuccessorByALateClose",
            "giveEachHolderALargerToken",
            "areTakenOverByOneOfMany"),
        granting(
            "names are folded to lower case",
            (real, arguments) ->
                real.withArguments(((String) arguments[0]).toLowerCase(Locale.ROOT), arguments[1]),
            "",
            "ofDifferentNamesAreIndependent"),
        new Rule<>(
            "a holder's name is looked up and then written",
            BrokenLeasesTest::racing,
            Set.of("areGrantedToOneOfMany", "areTakenOverByOneOfMany"),
            "exactly one"),
        held(
            "a lease is kept when it is given back",
            "close",
            (real, arguments) -> null,
            "",
            "areFreeAgainWhenReleased",
            "areClosedTwiceWithoutHarm",
            "giveEachHolderALargerToken"),
        held(
            "a renewal is forgotten",
            "renew",
            (real, arguments) -> true,
            "",
            "lastLongerWhenRenewed",
            "areNotRenewedOnceAnotherHolderHasThem"),
        held(
            "a renewal is a new holder",
            "fencingToken",
            (real, arguments) -> 1_000 * (Long) real.withArguments() + copies.incrementAndGet(),
            "no new holder",
            "keepTheTokenWhenRenewed"),
        held(
            "tokens do not grow",
            "fencingToken",
            (real, arguments) -> 1L,
            "a token grows",
            "giveEachHolderALargerToken"),
        new Rule<>(
            "a late holder frees the lease of its successor",
            BrokenLeasesTest::freeing,
            Set.of("areNotTakenFromASuccessorByALateClose", "areClosedTwiceWithoutHarm"),
            ""));
  }

  /**
   * Returns leases that two callers at the same time both find free: the first to be refused gets
   * another.
   */
  private static Leases racing(Leases real) {
    return Broken.method(
        Leases.class,
        real,
        "acquire",
        (call, arguments) -> {
          boolean atOnce = Thread.currentThread().getName().startsWith("tck-at-once");
          Optional<?> granted = (Optional<?>) call.withArguments(arguments);
          return granted.isEmpty() && atOnce ? call.withArguments("copy", arguments[1]) : granted;
        });
  }

  /** Returns leases in which closing removes any lease of the name. */
  private static Leases freeing(Leases real) {
    return new Leases() {
      private final Map<String, Lease> last = new ConcurrentHashMap<>();

      @Override
      public Optional<Lease> acquire(String name, Duration length) {
        Optional<Lease> granted = real.acquire(name, length);
        granted.ifPresent(lease -> last.put(name, lease));
        return granted.map(
            lease ->
                Broken.method(
                    Lease.class,
                    lease,
                    "close",
                    (call, arguments) -> {
                      last.get(name).close();
                      return null;
                    }));
      }
    };
  }

  @AfterEach
  void mend() {
    rule = leases -> leases;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Leases> broken) {
    rule = broken.by();

    Broken.assertNamed(broken, Broken.failures(BrokenLeases.class));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenLeases.class)).isEmpty();
  }
}
