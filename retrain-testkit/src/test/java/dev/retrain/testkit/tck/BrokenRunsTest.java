package dev.retrain.testkit.tck;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.tck.Broken.Rule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More backends that break one rule each: of outcomes, outputs, inputs and keys of runs. */
class BrokenRunsTest {

  private static final URI ELSEWHERE = Path.of("src").toUri();

  private static final ModelVersion NEVER_MADE =
      new ModelVersion("never-made", "1", Instant.EPOCH, ELSEWHERE, Map.of(), Set.of());

  /** Cases that take their time; rules that do not concern them are not held to them. */
  private static final Set<String> LONG =
      Set.of("Steps.canBeFifty", "Outcomes.isNotTerminalWhileAStepRuns");

  static Stream<Rule<Backend>> rules() {
    return Stream.concat(outcomes(), submissions());
  }

  private static Stream<Rule<Backend>> outcomes() {
    return Stream.of(
        outputs(
            "what was registered is not told",
            all -> new RunStatus.RunOutputs(all.artifacts(), all.metrics(), Optional.empty()),
            "",
            "Outcomes.succeedsAndRegistersWhenTheGatePasses",
            "Registering.keepsTheModelItself"),
        outputs(
            "something is always registered",
            all ->
                new RunStatus.RunOutputs(
                    all.artifacts(),
                    all.metrics(),
                    all.registered().or(() -> Optional.of(NEVER_MADE))),
            "without a gate nothing is registered",
            "Outcomes.succeedsWithoutAGate"),
        outputs(
            "the registered model lies elsewhere",
            all ->
                new RunStatus.RunOutputs(
                    all.artifacts(), all.metrics(), all.registered().map(BrokenRunsTest::moved)),
            "",
            "Registering.keepsTheModelItself"),
        outputs(
            "artifacts lie in one folder for all runs",
            all -> {
              Map<String, URI> moved = new TreeMap<>(all.artifacts());
              moved.computeIfPresent("left", (name, place) -> place);
              moved.computeIfPresent(
                  "model", (name, place) -> moved.containsKey("left") ? ELSEWHERE : place);
              return new RunStatus.RunOutputs(moved, all.metrics(), all.registered());
            },
            "<artifactRoot>/<pipeline>/<runKey>",
            "Contract.outputsLieWhereTheKeySays"),
        outputs(
            "forty artifacts are told at most",
            all -> {
              Map<String, URI> few = new TreeMap<>();
              all.artifacts().entrySet().stream()
                  .limit(40)
                  .forEach(entry -> few.put(entry.getKey(), entry.getValue()));
              return new RunStatus.RunOutputs(few, all.metrics(), all.registered());
            },
            "every artifact is there",
            "Steps.canBeFifty"),
        Broken.rule(
            Backend.class,
            "a run that goes on is shown as failed",
            "status",
            (real, arguments) ->
                real.withArguments(arguments) instanceof RunStatus.Running
                        && ((RunHandle) arguments[0]).key().value().startsWith("cancel")
                    ? new RunStatus.Failed(Optional.empty(), "not done", List.of(), List.of())
                    : real.withArguments(arguments),
            "not terminal while a step of it runs",
            "Outcomes.isNotTerminalWhileAStepRuns"),
        new Rule<>(
            "outcomes are known to one process only",
            BrokenRunsTest::forgettingOutcomes,
            Set.of("Keys.areFoundAndKeptWithTheirOutcomeAfterReopening"),
            "read from the service"),
        new Rule<>(
            "a run that has ended can still be cancelled",
            BrokenRunsTest::cancellingTheEnded,
            Set.of("Cancelling.leavesARunThatHasEndedAsItIs"),
            "cancel does nothing to a run that has ended"),
        Broken.rule(
            Backend.class,
            "it has another name than its provider",
            "name",
            (real, arguments) -> "somebody",
            "",
            "Serving.hasTheNameOfItsProvider"));
  }

  private static Stream<Rule<Backend>> submissions() {
    return Stream.of(
        new Rule<>(
            "a key that is asked for again is a new run",
            BrokenRunsTest::beginningAgain,
            Set.of("Keys.submittedTwiceAreOneRun", "Keys.submittedAfterTheEndAreOneRun"),
            ""),
        submission(
            "attempts are one run",
            asked -> keyed(asked, new RunKey(asked.pipeline().name())),
            "a new attempt has a new key",
            "Keys.ofAnotherAttemptAreAnotherRun"),
        submission(
            "the first run finds a champion",
            asked -> asked.withChampion(asked.champion().or(() -> Optional.of(NEVER_MADE))),
            "empty on the first run",
            "Contract.theChampionIsAnEmptyFolderWhenThereIsNone"),
        submission(
            "hyperparameters are all texts",
            asked -> written(asked, "hyper", "\"depth\":6", "\"depth\":\"6\""),
            "one flat JSON object, typed",
            "Contract.hyperparametersArriveAsOneFile"),
        submission(
            "a step is tried twice unasked",
            asked ->
                written(
                    asked,
                    "once",
                    "\"name\":\"flaky\"",
                    "\"name\":\"flaky\",\"retry\":{\"attempts\":2}"),
            "switch native retries off",
            "Steps.areTriedOnceByDefault"),
        submission(
            "arguments go through a shell",
            asked -> written(asked, "texts", "$(", ""),
            "byte by byte",
            "Contract.hostileTextsArriveAsArguments"),
        submission(
            "variables go through a shell",
            asked -> written(asked, "variables", "$(", ""),
            "byte by byte",
            "Contract.variablesArrive"),
        submission(
            "what a step reads need not be written",
            asked -> written(asked, "diamond", "append:order=join", "append:order=early"),
            "everything it reads has been written",
            "Steps.runAfterWhatTheyRead"));
  }

  private static ModelVersion moved(ModelVersion version) {
    return new ModelVersion(
        version.model(),
        version.version(),
        version.createdAt(),
        ELSEWHERE,
        version.tags(),
        version.aliases());
  }

  private static Rule<Backend> outputs(
      String broken, UnaryOperator<RunStatus.RunOutputs> change, String mend, String... cases) {
    return Broken.rule(
        Backend.class,
        broken,
        "status",
        (real, arguments) ->
            real.withArguments(arguments) instanceof RunStatus.Succeeded ok
                ? new RunStatus.Succeeded(change.apply(ok.outputs()))
                : real.withArguments(arguments),
        mend,
        cases);
  }

  private static Rule<Backend> submission(
      String broken, UnaryOperator<Submission> change, String mend, String... cases) {
    return Broken.rule(
        Backend.class,
        broken,
        "submit",
        (real, arguments) -> real.withArguments(change.apply((Submission) arguments[0])),
        mend,
        cases);
  }

  private static Submission keyed(Submission asked, RunKey key) {
    return with(asked, asked.pipeline(), key);
  }

  /** Returns a pipeline of a name with a text of its document replaced. */
  private static Submission written(Submission asked, String name, String from, String to) {
    Pipeline pipeline = asked.pipeline();
    return pipeline.name().equals(name)
        ? with(
            asked,
            Pipeline.parse(pipeline.canonicalJson().replace(from, to), "written anew"),
            asked.key())
        : asked;
  }

  private static Submission with(Submission asked, Pipeline pipeline, RunKey key) {
    return new Submission(
        pipeline,
        key,
        asked.parameters(),
        asked.mode(),
        asked.dataVersion(),
        asked.reason(),
        asked.sample(),
        asked.champion(),
        asked.tags());
  }

  private static Backend beginningAgain(Backend real) {
    Map<RunKey, Integer> times = new ConcurrentHashMap<>();
    return Broken.method(
        Backend.class,
        real,
        "submit",
        (call, arguments) -> {
          Submission asked = (Submission) arguments[0];
          int time = times.merge(asked.key(), 1, Integer::sum);
          return call.withArguments(
              time == 1 ? asked : keyed(asked, new RunKey("again-" + asked.key().value())));
        });
  }

  private static Backend forgettingOutcomes(Backend real) {
    Set<RunKey> own = ConcurrentHashMap.newKeySet();
    Backend remembering =
        Broken.method(
            Backend.class,
            real,
            "submit",
            (call, arguments) -> {
              own.add(((Submission) arguments[0]).key());
              return call.withArguments(arguments);
            });
    return Broken.method(
        Backend.class,
        remembering,
        "status",
        (call, arguments) ->
            own.contains(((RunHandle) arguments[0]).key())
                ? call.withArguments(arguments)
                : new RunStatus.Lost("not of this process"));
  }

  private static Backend cancellingTheEnded(Backend real) {
    Set<Object> cancelled = ConcurrentHashMap.newKeySet();
    Backend noting =
        Broken.method(
            Backend.class,
            real,
            "cancel",
            (call, arguments) -> {
              cancelled.add(arguments[0]);
              return call.withArguments(arguments);
            });
    return Broken.method(
        Backend.class,
        noting,
        "status",
        (call, arguments) ->
            cancelled.contains(arguments[0])
                ? new RunStatus.Cancelled()
                : call.withArguments(arguments));
  }

  /** Held to that case alone: it waits, and others would not have the time. */
  @Test
  void failsTheCaseThatWaitsForALimitNobodyKeeps() {
    Rule<Backend> forgetful =
        submission(
            "limits of time are not handed on",
            asked -> written(asked, "timeout", "\"timeout\":\"2s\"", "\"timeout\":\"1h\""),
            "hand each step's timeout to what executes it",
            "Steps.areKilledWhenTheyTakeTooLong");
    BrokenBackend.patience = Duration.ofSeconds(2);
    try {
      assertNamed(forgetful, forgetful.cases());
    } finally {
      BrokenBackend.patience = Duration.ofMinutes(1);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<Backend> rule) {
    Set<String> all = Broken.named(rules());
    all.removeIf(one -> LONG.contains(one) && !rule.cases().contains(one));
    assertNamed(rule, all);
  }

  private static void assertNamed(Rule<Backend> rule, Set<String> heldTo) {
    BrokenBackend.rule = rule.by();
    try {
      Broken.assertNamed(rule, Broken.failures(BrokenBackend.class, BackendTck.class, heldTo));
    } finally {
      BrokenBackend.rule = backend -> backend;
    }
  }
}
