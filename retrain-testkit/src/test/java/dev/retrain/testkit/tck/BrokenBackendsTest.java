package dev.retrain.testkit.tck;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.tck.Broken.Rule;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backend that breaks one rule fails the case that names it, with words that say what to mend.
 */
class BrokenBackendsTest {

  private static Rule<Backend> rule(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(Backend.class, broken, method, instead, mend, cases);
  }

  static Stream<Rule<Backend>> rules() {
    return Stream.of(
        status(
            "a rejection is shown as a failure",
            status ->
                status instanceof RunStatus.Rejected rejected
                    ? new RunStatus.Failed(Optional.empty(), rejected.why(), List.of(), List.of())
                    : status,
            "neither Failed nor Succeeded",
            "Outcomes.rejectsAndRegistersNothingWhenTheGateDoesNotHold"),
        status(
            "an undecided gate is shown as a rejection",
            status ->
                status instanceof RunStatus.Undecided undecided
                    ? new RunStatus.Rejected(undecided.metrics(), undecided.why())
                    : status,
            "it is no rejection",
            "Outcomes.isUndecidedAndRegistersNothingWhenAMetricIsMissing"),
        status(
            "a nested gate that passes is shown as a rejection",
            status ->
                status instanceof RunStatus.Succeeded passed
                        && passed.outputs().metrics().containsKey("shift:drift.ks")
                    ? new RunStatus.Rejected(passed.outputs().metrics(), "nested")
                    : status,
            "Succeeded",
            "Outcomes.passesANestedGateThatReadsSeveralArtifacts"),
        status(
            "a rejection is shown as a success",
            status ->
                status instanceof RunStatus.Rejected rejected
                    ? new RunStatus.Succeeded(
                        new RunStatus.RunOutputs(Map.of(), rejected.metrics(), Optional.empty()))
                    : status,
            "neither Failed nor Succeeded",
            "Outcomes.rejectsAndRegistersNothingWhenTheGateDoesNotHold"),
        status(
            "a rejection does not carry its metrics",
            status ->
                status instanceof RunStatus.Rejected rejected
                    ? new RunStatus.Rejected(Map.of(), rejected.why())
                    : status,
            "the metrics that were judged",
            "Outcomes.rejectsAndRegistersNothingWhenTheGateDoesNotHold"),
        status(
            "a failure keeps the whole log",
            status ->
                status instanceof RunStatus.Failed failed
                    ? new RunStatus.Failed(
                        failed.step(),
                        failed.why(),
                        Stream.iterate(1, i -> i + 1).limit(30).map(i -> "" + i).toList(),
                        List.of())
                    : status,
            "at most 20",
            "Outcomes.namesTheFailedStepTheCodeAndTheLastLines"),
        status(
            "a failure names no exit code",
            status ->
                status instanceof RunStatus.Failed failed
                    ? new RunStatus.Failed(failed.step(), "it failed", failed.logTail(), List.of())
                    : status,
            "names the exit code",
            "Outcomes.namesTheFailedStepTheCodeAndTheLastLines"),
        status(
            "a cancelled run is shown as failed",
            status ->
                status instanceof RunStatus.Cancelled
                    ? new RunStatus.Failed(Optional.empty(), "stopped", List.of(), List.of())
                    : status,
            "Cancelled, not Failed",
            "Cancelling.stopsARunningStep"),
        status(
            "metrics are read back without their artifact",
            status ->
                status instanceof RunStatus.Succeeded ok && ok.outputs().registered().isEmpty()
                    ? new RunStatus.Succeeded(
                        new RunStatus.RunOutputs(
                            ok.outputs().artifacts(),
                            withoutArtifact(ok.outputs().metrics()),
                            Optional.empty()))
                    : status,
            "artifact.metric",
            "Contract.metricsAreReadBackWithoutAGate"),
        status(
            "a version forgets its training profile",
            status ->
                status instanceof RunStatus.Succeeded ok
                    ? new RunStatus.Succeeded(
                        new RunStatus.RunOutputs(
                            ok.outputs().artifacts(),
                            ok.outputs().metrics(),
                            ok.outputs().registered().map(BrokenBackendsTest::withoutProfile)))
                    : status,
            "the training profile",
            "Registering.keepsTheTrainingProfile"),
        rule(
            "a run that has ended is not concluded",
            "conclude",
            (real, arguments) -> null,
            "is the challenger",
            "Registering.makesTheNewestVersionTheChallengerAndTouchesNoOtherAlias"),
        rule(
            "a run that is not known is an exception",
            "status",
            (real, arguments) -> {
              if (((RunHandle) arguments[0]).nativeId().equals("no-such-run")) {
                throw new PermanentFailure("404");
              }
              return real.withArguments(arguments);
            },
            "404",
            "Outcomes.isLostWhenItIsNotKnown"),
        new Rule<>(
            "keys are known to one process only",
            BrokenBackendsTest::forgettingKeys,
            Set.of("Keys.submittedAfterReopeningAreOneRun", "Keys.ofAnotherClockAreTheSameRun"),
            "the service knows the key"),
        new Rule<>(
            "a key is looked up and then created",
            BrokenBackendsTest::racing,
            Set.of("Keys.submittedAtOnceAreOneRun"),
            "look up and create as one"),
        new Rule<>(
            "runs of the future are not believed",
            BrokenBackendsTest::believingItsClock,
            Set.of("Keys.ofAnotherClockAreTheSameRun"),
            "whatever the caller's clock shows"),
        list(
            "runs are listed oldest first",
            runs -> {
              Collections.reverse(runs);
              return runs;
            },
            "newest run first",
            "Listing.isNewestFirst"),
        rule(
            "a run without owner and environment is accepted",
            "submit",
            (real, arguments) -> {
              Submission given = (Submission) arguments[0];
              return real.withArguments(
                  given.tags().containsKey("Owner")
                      ? given
                      : given.withTags(Map.of("Owner", "any", "Environment", "any")));
            },
            "Owner and Environment",
            "Listing.refusesARunWithoutOwnerAndEnvironmentOutsideTrials"),
        list(
            "tags are not listed",
            runs -> {
              runs.replaceAll(run -> withoutTag(run, "Owner"));
              return runs;
            },
            "carries the tags",
            "Listing.namesKeyStatusAndTags"),
        rule(
            "runs of all times are listed",
            "list",
            (real, arguments) -> real.withArguments(arguments[0], Instant.EPOCH),
            "at or after the instant",
            "Listing.leavesOutOtherPipelinesAndEarlierRuns"),
        steps(
            "steps are listed in the order of their names",
            steps -> {
              steps.sort(java.util.Comparator.comparing(StepRun::step));
              return steps;
            },
            "in the pipeline's order",
            "Steps.areReportedInThePipelinesOrder"),
        steps(
            "attempts are not counted",
            steps -> {
              steps.replaceAll(step -> state(step, step.state(), Math.min(1, step.attempts())));
              return steps;
            },
            "attempts are counted",
            "Steps.areTriedAgainAsOftenAsTheyMay"),
        steps(
            "a step that never began stays pending",
            steps -> {
              steps.replaceAll(
                  step ->
                      step.state() == StepRun.State.SKIPPED
                          ? state(step, StepRun.State.PENDING, 0)
                          : step);
              return steps;
            },
            "SKIPPED",
            "Outcomes.neverStartsWhatFollowsAFailure",
            "Cancelling.stopsARunningStep"),
        submit(
            "the mode is always batch",
            s ->
                new Submission(
                    s.pipeline(),
                    s.key(),
                    s.parameters(),
                    RetrainMode.BATCH,
                    s.dataVersion(),
                    s.reason(),
                    s.sample(),
                    s.champion(),
                    s.tags()),
            "arrives as --name value",
            "Contract.parametersArriveInTheTextFormOfTheirType"),
        submit(
            "a trial registers as a run on all rows",
            s ->
                s.tags().containsKey("Owner") // without it only a trial is accepted
                    ? new Submission(
                        s.pipeline(),
                        s.key(),
                        s.parameters(),
                        s.mode(),
                        s.dataVersion(),
                        s.reason(),
                        1,
                        s.champion(),
                        s.tags())
                    : s,
            "a trial whose gate passes has Succeeded and names no version",
            "Outcomes.registersNothingForATrialAndMarksItAsNotAdopted"),
        list(
            "a trial is not marked",
            runs -> {
              runs.replaceAll(run -> withoutTag(run, Submission.ADOPT_TAG));
              return runs;
            },
            "the tag that keeps it from being adopted",
            "Outcomes.registersNothingForATrialAndMarksItAsNotAdopted"),
        submit(
            "the champion is forgotten",
            s -> s.withChampion(Optional.empty()),
            "bound to the champion",
            "Contract.theChampionIsTheModelOfTheSubmission"),
        submit(
            "values are stripped of spaces",
            s -> {
              Map<String, String> stripped = new TreeMap<>();
              s.parameters().forEach((name, value) -> stripped.put(name, value.strip()));
              return new Submission(
                  s.pipeline(),
                  s.key(),
                  stripped,
                  s.mode(),
                  s.dataVersion(),
                  s.reason(),
                  s.sample(),
                  s.champion(),
                  s.tags());
            },
            "byte by byte",
            "Contract.hostileTextsArriveAsParametersOrAreRefused"),
        rule(
            "the new version becomes the champion",
            "registry",
            (real, arguments) ->
                Broken.method(
                    ModelRegistry.class,
                    (ModelRegistry) real.withArguments(arguments),
                    "byAlias",
                    (registry, asked) ->
                        registry.withArguments(asked[0], ModelRegistry.CHALLENGER)),
            "only the runtime moves champion",
            "Registering.makesTheNewestVersionTheChallengerAndTouchesNoOtherAlias"),
        rule(
            "a deployer is there and TRAFFIC_SPLIT is not declared",
            "deployer",
            (real, arguments) -> Optional.of(new FakeDeployer()),
            "exactly when TRAFFIC_SPLIT is declared",
            "Serving.hasADeployerWhenItSplitsTraffic"),
        new Rule<>(
            "it cannot be closed twice",
            BrokenBackendsTest::closableOnce,
            Set.of("Serving.isClosedTwiceWithoutHarm"),
            "close may be called twice"),
        rule(
            "toString shows a secret",
            "toString",
            (real, arguments) -> "small, login tck-5ecr3t-value",
            "shows a secret's value",
            "Secrets.reachTheStepAndNothingElse",
            "Secrets.areNotShownByAStepThatFails"),
        rule(
            "a log shows a secret",
            "submit",
            (real, arguments) -> {
              System.err.println("login with tck-5ecr3t-value");
              return real.withArguments(arguments);
            },
            "no log shows a secret",
            "Secrets.reachTheStepAndNothingElse"),
        rule(
            "a failure shows a secret",
            "status",
            (real, arguments) -> {
              if (((RunHandle) arguments[0]).nativeId().equals("no-such-run")) {
                return new RunStatus.Lost("nobody knows it, asked with tck-5ecr3t-value");
              }
              return real.withArguments(arguments);
            },
            "shows a secret's value",
            "Secrets.areNotShownByARefusal"),
        rule(
            "a step's outputs lie in the folder of another",
            "status",
            (real, arguments) ->
                real.withArguments(arguments) instanceof RunStatus.Succeeded ok
                    ? new RunStatus.Succeeded(
                        new RunStatus.RunOutputs(
                            withoutHyphens(ok.outputs().artifacts()),
                            ok.outputs().metrics(),
                            ok.outputs().registered()))
                    : real.withArguments(arguments),
            "must not share a folder",
            "Steps.ofSimilarNamesStayApart"));
  }

  static Stream<Rule<Backend>> scheduleRules() {
    return Stream.of(
        rule(
            "schedules are declared and not there",
            "schedules",
            (real, arguments) -> Optional.empty(),
            "SCHEDULE is declared",
            "Scheduling.areThereExactlyWhenDeclared",
            "Scheduling.keepWhatWasGiven",
            "Scheduling.areOnePerName",
            "Scheduling.areUpdatedInPlace",
            "Scheduling.areDeletedOnceHoweverOftenItIsRequested",
            "Scheduling.outliveTheProcess",
            "Scheduling.ofOtherPipelinesAreNotListed",
            "Scheduling.refuseAPipelineThatCannotRun",
            "Scheduling.startRunsThatAreListedWithTheirTags",
            "Scheduling.startOneRunPerTimeForEveryClient"),
        schedules(
            "a schedule's zone is dropped",
            "put",
            (real, arguments) -> {
              RunSchedule given = (RunSchedule) arguments[0];
              real.withArguments(given);
              return ScheduleSummary.of(given.at(given.cron(), ZoneId.of("Asia/Tokyo")), "x");
            },
            "the service",
            "Scheduling.keepWhatWasGiven",
            "Scheduling.outliveTheProcess"),
        new Rule<>(
            "a schedule put again is a second one",
            BrokenBackendsTest::puttingAgain,
            Set.of("Scheduling.areOnePerName"),
            "one name, one schedule"),
        schedules(
            "a changed schedule is a second one",
            "put",
            (real, arguments) -> {
              RunSchedule given = (RunSchedule) arguments[0];
              return real.withArguments(
                  given.cron().equals("30 4 * * MON") ? named(given, "tck-later") : given);
            },
            "changes that schedule",
            "Scheduling.areUpdatedInPlace"),
        schedules(
            "deleting what is not there is an error",
            "delete",
            deletedOnce(),
            "deleted already",
            "Scheduling.areDeletedOnceHoweverOftenItIsRequested"),
        schedules(
            "schedules of all pipelines are listed",
            "list",
            (real, arguments) -> real.withArguments("one-step"),
            "of this very pipeline",
            "Scheduling.ofOtherPipelinesAreNotListed"),
        schedules(
            "a schedule's pipeline is not checked",
            "put",
            (real, arguments) -> {
              RunSchedule given = (RunSchedule) arguments[0];
              return given.name().equals("tck-never")
                  ? ScheduleSummary.of(given, "x")
                  : real.withArguments(given);
            },
            "preflight(...).orThrow",
            "Scheduling.refuseAPipelineThatCannotRun"),
        new Rule<>(
            "schedules are known to one process only",
            BrokenBackendsTest::forgettingSchedules,
            Set.of("Scheduling.outliveTheProcess"),
            "the service keeps a schedule"),
        list(
            "scheduled runs do not name their schedule",
            runs -> {
              runs.replaceAll(run -> withoutTag(run, RunSchedule.TAG));
              return runs;
            },
            "names its schedule by the tag",
            "Scheduling.startRunsThatAreListedWithTheirTags"),
        list(
            "whoever looks begins a run of its own",
            runs -> {
              runs.addAll(
                  runs.stream().filter(run -> run.tags().containsKey(RunSchedule.TAG)).toList());
              return runs;
            },
            "one time, one run",
            "Scheduling.startOneRunPerTimeForEveryClient"));
  }

  private static Backend puttingAgain(Backend real) {
    List<RunSchedule> given = Collections.synchronizedList(new ArrayList<>());
    Schedules doubling =
        Broken.method(
            Schedules.class,
            real.schedules().orElseThrow(),
            "put",
            (call, arguments) -> {
              RunSchedule asked = (RunSchedule) arguments[0];
              boolean again = given.contains(asked);
              given.add(asked);
              return call.withArguments(
                  again ? named(asked, asked.name() + "-" + given.size()) : asked);
            });
    return Broken.method(
        Backend.class, real, "schedules", (call, arguments) -> Optional.of(doubling));
  }

  private static RunSchedule named(RunSchedule given, String name) {
    return new RunSchedule(
        name,
        given.pipeline(),
        given.cron(),
        given.zone(),
        given.parameters(),
        given.mode(),
        given.tags());
  }

  private static Broken.Instead deletedOnce() {
    AtomicInteger times = new AtomicInteger();
    return (real, arguments) -> {
      if (times.incrementAndGet() > 1) {
        throw new PermanentFailure("404");
      }
      return real.withArguments(arguments);
    };
  }

  private static Backend forgettingSchedules(Backend real) {
    Set<String> own = new HashSet<>();
    Schedules remembering =
        Broken.method(
            Schedules.class,
            real.schedules().orElseThrow(),
            "put",
            (call, arguments) -> {
              own.add(((RunSchedule) arguments[0]).name());
              return call.withArguments(arguments);
            });
    Schedules forgetting =
        Broken.method(
            Schedules.class,
            remembering,
            "find",
            (call, arguments) ->
                own.contains((String) arguments[0])
                    ? call.withArguments(arguments)
                    : Optional.empty());
    return Broken.method(
        Backend.class, real, "schedules", (call, arguments) -> Optional.of(forgetting));
  }

  private static Rule<Backend> schedules(
      String broken, String method, Broken.Instead instead, String mend, String... cases) {
    return rule(
        broken,
        "schedules",
        (real, arguments) ->
            ((Optional<?>) real.withArguments(arguments))
                .map(Schedules.class::cast)
                .map(all -> Broken.method(Schedules.class, all, method, instead)),
        mend,
        cases);
  }

  private static Map<String, URI> withoutHyphens(Map<String, URI> artifacts) {
    Map<String, URI> all = new TreeMap<>(artifacts);
    artifacts.forEach(
        (name, place) -> all.put(name, artifacts.getOrDefault(name.replace("-", ""), place)));
    return all;
  }

  private static ModelVersion withoutProfile(ModelVersion version) {
    Map<String, String> tags = new TreeMap<>(version.tags());
    tags.remove(ModelVersion.PROFILE_TAG);
    return new ModelVersion(
        version.model(),
        version.version(),
        version.createdAt(),
        version.artifact(),
        tags,
        version.aliases());
  }

  private static RunSummary withoutTag(RunSummary run, String tag) {
    Map<String, String> tags = new TreeMap<>(run.tags());
    tags.remove(tag);
    return new RunSummary(
        run.nativeId(),
        run.key(),
        run.pipeline(),
        run.started(),
        run.status(),
        tags,
        run.model(),
        run.definition());
  }

  private static Map<String, Double> withoutArtifact(Map<String, Double> metrics) {
    Map<String, Double> all = new TreeMap<>();
    metrics.forEach((name, value) -> all.put(name.substring(name.indexOf('.') + 1), value));
    return all;
  }

  private static StepRun state(StepRun step, StepRun.State state, int attempts) {
    return new StepRun(step.step(), state, attempts, step.started(), step.ended(), step.message());
  }

  private static Submission salted(Submission s) {
    return new Submission(
        s.pipeline(),
        new RunKey(s.key().value() + "-x"),
        s.parameters(),
        s.mode(),
        s.dataVersion(),
        s.reason(),
        s.sample(),
        s.champion(),
        s.tags());
  }

  private static Backend forgettingKeys(Backend real) {
    Set<RunKey> own = new HashSet<>();
    return Broken.method(
        Backend.class,
        real,
        "submit",
        (call, arguments) -> {
          Submission submission = (Submission) arguments[0];
          synchronized (own) { // two threads of one process are no two processes
            boolean elsewhere =
                own.add(submission.key()) && real.find(submission.key()).isPresent();
            return call.withArguments(elsewhere ? salted(submission) : submission);
          }
        });
  }

  @SuppressWarnings("unchecked")
  private static Backend believingItsClock(Backend real) {
    Clock clock = BrokenBackend.clock;
    return Broken.method(
        Backend.class,
        real,
        "list",
        (call, arguments) ->
            ((List<RunSummary>) call.withArguments(arguments))
                .stream().filter(run -> !run.started().isAfter(clock.instant())).toList());
  }

  /**
   * Returns a backend in which, of calls that arrive at once from threads of the kit, the second
   * makes its own run.
   */
  private static Backend racing(Backend real) {
    AtomicInteger racers = new AtomicInteger();
    return Broken.method(
        Backend.class,
        real,
        "submit",
        (call, arguments) -> {
          boolean second = Thread.currentThread().isDaemon() && racers.incrementAndGet() == 2;
          return call.withArguments(second ? salted((Submission) arguments[0]) : arguments[0]);
        });
  }

  private static Backend closableOnce(Backend real) {
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean complained = new AtomicBoolean();
    return Broken.method(
        Backend.class,
        real,
        "close",
        (call, arguments) -> {
          if (closed.getAndSet(true) && !complained.getAndSet(true)) {
            throw new IllegalStateException("closed already");
          }
          return call.withArguments();
        });
  }

  private static Rule<Backend> status(
      String broken, UnaryOperator<RunStatus> change, String mend, String... cases) {
    return rule(
        broken,
        "status",
        (real, arguments) -> change.apply((RunStatus) real.withArguments(arguments)),
        mend,
        cases);
  }

  private static Rule<Backend> submit(
      String broken, UnaryOperator<Submission> change, String mend, String... cases) {
    return rule(
        broken,
        "submit",
        (real, arguments) -> real.withArguments(change.apply((Submission) arguments[0])),
        mend,
        cases);
  }

  @SuppressWarnings("unchecked")
  private static Rule<Backend> list(
      String broken, UnaryOperator<List<RunSummary>> change, String mend, String... cases) {
    return rule(
        broken,
        "list",
        (real, arguments) ->
            change.apply(new ArrayList<>((List<RunSummary>) real.withArguments(arguments))),
        mend,
        cases);
  }

  @SuppressWarnings("unchecked")
  private static Rule<Backend> steps(
      String broken, UnaryOperator<List<StepRun>> change, String mend, String... cases) {
    return rule(
        broken,
        "steps",
        (real, arguments) ->
            change.apply(new ArrayList<>((List<StepRun>) real.withArguments(arguments))),
        mend,
        cases);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Backend> rule) {
    assertNamed(rule, rules());
  }

  @ParameterizedTest
  @MethodSource("scheduleRules")
  void failsExactlyTheCasesOfSchedulesThatNameTheFault(Rule<Backend> rule) {
    assertNamed(rule, scheduleRules());
  }

  private static void assertNamed(Rule<Backend> rule, Stream<Rule<Backend>> heldTo) {
    BrokenBackend.rule = rule.by();
    try {
      Broken.assertNamed(
          rule, Broken.failures(BrokenBackend.class, BackendTck.class, Broken.named(heldTo)));
    } finally {
      BrokenBackend.rule = backend -> backend;
    }
  }
}
