package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.tck.DistantBackend.Flaw;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend that takes one fault wrongly fails the case that names it. */
class BrokenFaultsTest {

  private static final String DEADLINE = "noCallIsWithoutADeadline";

  private static final String PAUSE = "aLongPauseIsNotWaitedOut";

  private static final Set<String> WAITING = Set.of(DEADLINE, "aSlowAnswerIsWaitedFor", PAUSE);

  private static Flaw flaw = Flaw.NONE;

  /** The distant backend with one flaw; run by this test, not by itself. */
  static class Flawed extends DistantFaultTckTest {
    @Override
    Flaw flaw() {
      return flaw;
    }

    @Override
    protected Duration patience() {
      return Duration.ofMillis(100);
    }
  }

  /** A flaw, the cases that name it, and words that say what to mend. */
  record Rule(Flaw flaw, String mend, Set<String> cases) {
    Rule(Flaw flaw, String mend, String named) {
      this(flaw, mend, Set.of(named));
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule(Flaw.A_LOST_ANSWER_MEANS_A_NEW_RUN, "one key is one run", "oneKeyStaysOneRun"),
        new Rule(Flaw.ASKS_FIVE_TIMES, "at most 4 times", "noCallIsTriedTooOften"),
        new Rule(Flaw.HAS_NO_DEADLINE, "give every request a timeout", DEADLINE),
        new Rule(Flaw.GIVES_UP_EARLY, "no answer within", "aSlowAnswerIsWaitedFor"),
        new Rule(
            Flaw.A_SERVER_ERROR_IS_FOR_EVER, "TransientFailure", "whatPassesByItselfIsTransient"),
        new Rule(Flaw.AN_EXPIRED_TOKEN_MAY_PASS, "PermissionDenied", "anExpiredTokenIsPermanent"),
        new Rule(Flaw.DROPS_RETRY_AFTER, "Retry-After is kept", "theRequestedPauseIsPassedOn"),
        new Rule(Flaw.TRUSTS_THE_SERVICES_CLOCK, "another day", "aSkewedClockChangesNothing"),
        new Rule(Flaw.AN_UNKNOWN_STATE_IS_THE_END, "is Unknown", "anUnknownStateIsNotTheEnd"),
        new Rule(Flaw.SLEEPS_OUT_A_PAUSE, "sleeps beyond its deadline", PAUSE),
        new Rule(
            Flaw.SLEEPS_BETWEEN_TRIES,
            "pauses between its tries included",
            Set.of("oneKeyStaysOneRun", "whatPassesByItselfIsTransient", "noCallIsTriedTooOften")),
        new Rule(
            Flaw.ANY_NOT_FOUND_IS_LOST,
            "only the service's own 404",
            "aGatewaysNotFoundIsNoLostRun"),
        new Rule(
            Flaw.READS_ONE_SHAPE_ONLY,
            "a null or missing field",
            "anAnswerOfAnotherShapeIsNoStatus"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule rule) {
    flaw = rule.flaw();
    try {
      Map<String, String> failures = Broken.failures(Flawed.class, FaultTck.class, heldTo(rule));

      assertThat(failures.keySet()).as("%s", failures).hasSameElementsAs(rule.cases());
      assertThat(failures.values())
          .allSatisfy(message -> assertThat(message).contains(rule.mend()));
    } finally {
      flaw = Flaw.NONE;
    }
  }

  /**
   * Returns the cases to check: all, but those that wait only where they are in question, since on
   * a busy machine any answer may be late.
   */
  private static Set<String> heldTo(Rule rule) {
    if (rule.flaw() == Flaw.GIVES_UP_EARLY) {
      return rule.cases();
    }
    Set<String> all = all();
    all.removeIf(one -> !rule.cases().contains(one) && WAITING.contains(one));
    return all;
  }

  private static Set<String> all() {
    return rules()
        .flatMap(one -> one.cases().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCaseHasAFlawThatItNames() {
    assertThat(all())
        .hasSize(
            (int) Stream.of(FaultTck.class.getDeclaredMethods()).filter(Broken::isCase).count());
  }
}
