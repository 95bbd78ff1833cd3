package dev.retrain.testkit.tck;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.testkit.tck.Broken.Rule;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backends that break one rule of resuming runs each. */
class BrokenResumptionsTest {

  private static final String GOES_ON = "Resuming.goesOnFromTheStepThatFailed";
  private static final String ONCE = "Resuming.resumesOnceWhenTheRequestIsRepeated";
  private static final String UNKNOWN = "Resuming.refusesARunThatIsNotKnown";

  static Stream<Rule<Backend>> rules() {
    return Stream.of(
        Broken.rule(
            Backend.class,
            "nothing is resumed",
            "resume",
            (real, arguments) -> {
              RunHandle run = (RunHandle) arguments[0];
              return "no-such-run".equals(run.nativeId()) ? real.withArguments(arguments) : null;
            },
            "to go on after it was resumed",
            GOES_ON,
            ONCE),
        Broken.rule(
            Backend.class,
            "a run that is not known is passed over",
            "resume",
            (real, arguments) -> {
              RunHandle run = (RunHandle) arguments[0];
              return "no-such-run".equals(run.nativeId()) ? null : real.withArguments(arguments);
            },
            "throw a PermanentFailure",
            UNKNOWN),
        new Rule<>(
            "a resumed run is shown as lost once it is to be resumed again",
            BrokenResumptionsTest::losing,
            Set.of(ONCE),
            "has not failed stays as it is"));
  }

  private static Backend losing(Backend real) {
    AtomicInteger requests = new AtomicInteger();
    Backend counting =
        Broken.method(
            Backend.class,
            real,
            "resume",
            (call, arguments) -> {
              requests.incrementAndGet();
              return call.withArguments(arguments);
            });
    return Broken.method(
        Backend.class,
        counting,
        "status",
        (call, arguments) ->
            requests.get() > 2 ? new RunStatus.Lost("gone") : call.withArguments(arguments));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Backend> rule) {
    BrokenBackend.rule = rule.by();
    BrokenBackend.patience = Duration.ofSeconds(2);
    try {
      assertNamed(rule);
    } finally {
      BrokenBackend.patience = Duration.ofMinutes(1);
      BrokenBackend.rule = backend -> backend;
    }
  }

  @Test
  void noticesThatStepsWhichEndedWellRunAgain() {
    SmallRun.startsOver = true;
    try {
      assertNamed(
          new Rule<>(
              "a resumed run starts over",
              backend -> backend,
              Set.of(GOES_ON),
              "not run again when its run is resumed"));
    } finally {
      SmallRun.startsOver = false;
    }
  }

  private static void assertNamed(Rule<Backend> rule) {
    Broken.assertNamed(
        rule,
        Broken.failures(BrokenBackend.class, BackendTck.class, Set.of(GOES_ON, ONCE, UNKNOWN)));
  }
}
