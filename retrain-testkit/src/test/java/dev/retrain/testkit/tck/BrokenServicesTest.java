package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.tck.Broken.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backends that take a service for the local machine: each fails the case of what real services do,
 * runs that are shown late, lists of parts, names that are taken, calls that are throttled.
 */
class BrokenServicesTest {

  private static final String BEFORE_SHOWN = "Keys.areOneRunAlsoBeforeTheServiceShowsIt";
  private static final String CANCEL = "Cancelling.takesEffectAlsoBeforeTheServiceShowsTheRun";
  private static final String STRANGER = "Keys.ofANameThatAStrangerHoldsAreRefused";
  private static final String ANY_RUN = "Outcomes.succeedsWithoutAGate";

  private static Rule<Backend> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(Backend.class, broken, method, instead, mend, cases);
  }

  static Stream<Rule<Backend>> rules() {
    return Stream.of(
        new Rule<>(
            "submit waits until the run is shown",
            BrokenServicesTest::waiting,
            Set.of(BEFORE_SHOWN, CANCEL),
            "submit does not wait until the service shows the run"),
        new Rule<>(
            "a run that is not shown is submitted again",
            BrokenServicesTest::submittingAgain,
            Set.of(BEFORE_SHOWN),
            "one run also while the service does not show it"),
        rule(
            "a run that is not shown has failed",
            "status",
            (real, arguments) ->
                real.withArguments(arguments) instanceof RunStatus.Accepted
                    ? new RunStatus.Failed(Optional.empty(), "not there", List.of(), List.of())
                    : real.withArguments(arguments),
            "Accepted or Lost",
            BEFORE_SHOWN),
        rule(
            "a run that is not shown is not cancelled",
            "cancel",
            (real, arguments) -> {
              try {
                return real.withArguments(arguments);
              } catch (TransientFailure e) {
                return null;
              }
            },
            "cancel of a run that is not shown yet takes effect",
            CANCEL),
        rule(
            "a stranger's run is returned",
            "submit",
            (real, arguments) -> {
              try {
                return real.withArguments(arguments);
              } catch (PermanentFailure e) {
                return handle(((Submission) arguments[0]).key());
              }
            },
            "is a stranger's: PermanentFailure",
            STRANGER),
        rule(
            "a stranger's run is found",
            "find",
            (real, arguments) -> Optional.of(handle((RunKey) arguments[0])),
            "find does not take a stranger's run",
            STRANGER),
        rule(
            "a list has one part",
            "list",
            (real, arguments) ->
                ((List<?>) real.withArguments(arguments)).stream().limit(2).toList(),
            "follow its cursor to the end",
            "Listing.isWholeHoweverManyPartsItHas"),
        new Rule<>(
            "what it has closed is null",
            BrokenServicesTest::brokenByClosing,
            Set.of("Serving.answersOrRefusesOnceItIsClosed"),
            "status after close is answered"));
  }

  static Stream<Rule<Backend>> endless() {
    return Stream.of(
        rule(
            "a run stays accepted",
            "status",
            (real, arguments) -> new RunStatus.Accepted(),
            "Accepted until the service shows it, within visibleWithin()",
            ANY_RUN),
        rule(
            "a run is never shown",
            "status",
            (real, arguments) -> new RunStatus.Lost("no such run"),
            "declare how late the service shows the run",
            ANY_RUN),
        rule(
            "the service has a state of its own for the end",
            "status",
            (real, arguments) ->
                real.withArguments(arguments) instanceof RunStatus.Succeeded
                    ? new RunStatus.Unknown("completed")
                    : real.withArguments(arguments),
            "every state of the service has a status of its own",
            ANY_RUN),
        rule(
            "every look is throttled",
            "status",
            (real, arguments) -> {
              throw new TransientFailure("429");
            },
            "what passes by itself is a TransientFailure, other failures are not",
            ANY_RUN),
        rule(
            "a step that should hang fails",
            "submit",
            (real, arguments) -> real.withArguments(failing((Submission) arguments[0])),
            "it has ended before the step started",
            "Outcomes.isNotTerminalWhileAStepRuns"));
  }

  private static RunHandle handle(RunKey key) {
    return new RunHandle(key, key.value());
  }

  private static Submission failing(Submission asked) {
    return new Submission(
        Pipeline.parse(
            asked.pipeline().canonicalJson().replace("hang:endless", "fail:3"), "written anew"),
        asked.key(),
        asked.parameters(),
        asked.mode(),
        asked.dataVersion(),
        asked.reason(),
        asked.sample(),
        asked.champion(),
        asked.tags());
  }

  private static Backend waiting(Backend real) {
    return Broken.method(
        Backend.class,
        real,
        "submit",
        (call, arguments) -> {
          RunHandle run = (RunHandle) call.withArguments(arguments);
          while (real.find(run.key()).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10); // ended by the case, which interrupts it
          }
          return run;
        });
  }

  private static Backend submittingAgain(Backend real) {
    Map<RunKey, Integer> times = new ConcurrentHashMap<>();
    return Broken.method(
        Backend.class,
        real,
        "submit",
        (call, arguments) -> {
          Submission asked = (Submission) arguments[0];
          boolean again =
              times.merge(asked.key(), 1, Integer::sum) > 1 && real.find(asked.key()).isEmpty();
          return call.withArguments(again ? renamed(asked) : asked);
        });
  }

  private static Submission renamed(Submission asked) {
    return new Submission(
        asked.pipeline(),
        new RunKey(asked.key().value() + "-again"),
        asked.parameters(),
        asked.mode(),
        asked.dataVersion(),
        asked.reason(),
        asked.sample(),
        asked.champion(),
        asked.tags());
  }

  private static Backend brokenByClosing(Backend real) {
    AtomicInteger closed = new AtomicInteger();
    Backend noting =
        Broken.method(
            Backend.class,
            real,
            "close",
            (call, arguments) -> {
              closed.incrementAndGet();
              return call.withArguments(arguments);
            });
    return Broken.method(
        Backend.class,
        noting,
        "status",
        (call, arguments) -> {
          if (closed.get() > 0) {
            throw new NullPointerException("client");
          }
          return call.withArguments(arguments);
        });
  }

  /** Fails every third call with a failure that passes by itself. */
  private static Backend throttled(Backend real) {
    AtomicInteger calls = new AtomicInteger();
    Backend all = real;
    for (String method : List.of("submit", "find", "status", "steps", "cancel", "list")) {
      all =
          Broken.method(
              Backend.class,
              all,
              method,
              (call, arguments) -> {
                if (calls.incrementAndGet() % 3 == 0) {
                  throw new TransientFailure("429");
                }
                return call.withArguments(arguments);
              });
    }
    return all;
  }

  @BeforeEach
  void waitLess() {
    BrokenBackend.patience = Duration.ofSeconds(2);
  }

  @AfterEach
  void mend() {
    BrokenBackend.rule = backend -> backend;
    BrokenBackend.patience = Duration.ofMinutes(1);
  }

  private static Map<String, String> failures(UnaryOperator<Backend> rule, Set<String> heldTo) {
    BrokenBackend.rule = rule;
    return Broken.failures(BrokenBackend.class, BackendTck.class, heldTo);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Backend> rule) {
    Broken.assertNamed(rule, failures(rule.by(), Broken.named(rules())));
  }

  /** Held to one case each: nearly all would notice. */
  @ParameterizedTest
  @MethodSource("endless")
  void namesTheRuleWhereWaitingWouldNotEnd(Rule<Backend> rule) {
    Broken.assertNamed(rule, failures(rule.by(), rule.cases()));
  }

  @Test
  void toleratesCallsThatFailNowAndThen() {
    Set<String> cases = Broken.named(rules());
    cases.addAll(Set.of(ANY_RUN, "Cancelling.stopsARunningStep", "Keys.submittedTwiceAreOneRun"));

    assertThat(failures(BrokenServicesTest::throttled, cases)).isEmpty();
  }
}
