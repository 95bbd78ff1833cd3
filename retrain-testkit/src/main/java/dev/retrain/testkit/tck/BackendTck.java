package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Tag;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.Leases;
import dev.retrain.testkit.Await;
import dev.retrain.testkit.InMemoryLeases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a backend must do with runs, on top of {@link TranslatorTck}. Extend it, answer {@link
 * #name} and {@link #settings(Path)}, and every case below is run.
 *
 * <p>Nothing is skipped: where a case needs a capability that is declared absent, it checks instead
 * that the pipeline is refused before anything is created. The steps run {@link StepProgram}, which
 * must reach a folder of this machine; a backend of a remote service is checked by the kit against
 * an emulator of that service.
 */
public abstract class BackendTck extends TranslatorTck {

  private static final String SECRET = "tck-5ecr3t-value";

  private @Nullable Path folder;
  private @Nullable BackendFixture open;
  private @Nullable Function<Clock, Backend> opening;

  /**
   * Returns settings of a place, under which the image {@link StepProgram#IMAGE} runs {@link
   * StepProgram#command()}. The same folder means the same place: a second backend with the same
   * settings sees the runs of the first.
   *
   * @param place an empty folder at first, kept for one case
   */
  protected abstract Settings settings(Path place);

  /** Returns the provider of the backend; by default the one found by its name. */
  protected BackendProvider backendProvider() {
    return Backends.provider(name(), getClass().getClassLoader());
  }

  @Override
  protected TranslatorProvider provider() {
    return backendProvider();
  }

  /** Returns the clock handed to the backend. */
  protected Clock clock() {
    return Clock.systemUTC();
  }

  /** Returns how long one run may take before a case gives up. */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  /** Returns what the cases run on; an emulator by default. */
  protected ProofBasis proofBasis() {
    return ProofBasis.EMULATOR;
  }

  @Override
  final ProofBasis basisOfCases() {
    return proofBasis();
  }

  /**
   * Makes the service start the run of a schedule now, as it would at the schedule's next time;
   * called only where {@link Capability#SCHEDULE} is declared.
   */
  protected void comesDue(Path place, String schedule) throws IOException {
    throw new AssertionError("override comesDue: SCHEDULE is declared");
  }

  /**
   * Puts a secret where the backend of a place looks for it; called only where {@link
   * Capability#SECRETS} is declared native.
   */
  protected void keepSecret(Path place, SecretRef secret, String value) throws IOException {
    throw new AssertionError("override keepSecret: SECRETS is declared native");
  }

  /**
   * Makes the service show no run that is created from now on, until the returned action is run;
   * override it where the service shows runs later than it accepts them. Without it the cases look
   * at runs that are shown at once.
   */
  protected Runnable hideNewRuns(Path place) {
    return () -> {};
  }

  /**
   * Creates a run at the service by other means than retrain, under the name that the backend gives
   * to the run of a key; override it where a name can be taken only once.
   *
   * @return whether names are unique at the service
   */
  protected boolean takeName(Path place, RunKey key) throws IOException {
    return false;
  }

  /**
   * Returns how many runs the service lists in one answer, or the smallest number that it can be
   * set to; the kit creates more. Empty where a list has no parts.
   */
  protected OptionalInt pageSize() {
    return OptionalInt.empty();
  }

  /**
   * Returns the folder an artifact lies in; override it where an emulator keeps a bucket in a
   * folder.
   */
  protected Path folderOf(URI artifact) {
    return Path.of(artifact);
  }

  @BeforeEach
  final void keepFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  @AfterEach
  final void closeFixture() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  private Path place() {
    return made("place");
  }

  private Path made(String name) {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BackendFixture fixture() {
    if (open == null) {
      Settings settings = settings(place());
      Leases leases = new InMemoryLeases(clock());
      opening = clock -> backendProvider().create(settings, BackendContext.of(clock, leases));
      open = new BackendFixture(() -> beside(clock()), made("scratch"), patience());
    }
    return open;
  }

  /** Returns another backend of the same place, by another clock. */
  private Backend beside(Clock clock) {
    if (opening == null) {
      throw new IllegalStateException("the first backend is opened by fixture()");
    }
    return opening.apply(clock);
  }

  /** The result of a run follows from its steps and its gate. */
  @Nested
  class Outcomes {

    @Test
    @Proves(Capability.GATE)
    void succeedsAndRegistersWhenTheGatePasses() {
      runOrRefuse("gate-open")
          .ifPresent(
              run -> {
                RunStatus.RunOutputs outputs = run.outputs();
                assertThat(outputs.metrics())
                    .as("the metrics of the gate are read back")
                    .containsEntry("auc", 0.7)
                    .containsEntry("log_loss", 0.5);
                ModelVersion version =
                    outputs
                        .registered()
                        .orElseThrow(
                            () -> new AssertionError("a passed gate names what it registered"));
                assertThat(version.model()).isEqualTo("gate-open");
                assertThat(version.tags())
                    .as("a registered version carries its run and the passed gate")
                    .containsEntry(ModelVersion.RUN_TAG, run.handle().key().value())
                    .containsEntry(ModelVersion.GATE_TAG, "passed");
              });
    }

    @Test
    @Proves(Capability.GATE)
    void registersNothingForATrialAndMarksItAsNotAdopted() {
      Pipeline pipeline = ReferencePipelines.named("gate-open");
      trial(fixture().submission(pipeline).sampled(0.5));
      trial(
          fixture()
              .submission(pipeline, 2, Map.of())
              .withTags(Map.of(Submission.MODE_TAG, Submission.TRIAL_MODE)));
    }

    private void trial(Submission submission) {
      runOrRefuse(submission)
          .ifPresent(
              run -> {
                assertThat(run.outputs().registered())
                    .as("a trial whose gate passes has Succeeded and names no version")
                    .isEmpty();
                assertThat(fixture().backend().registry().versions("gate-open"))
                    .as("a trial registers nothing")
                    .isEmpty();
                if (declares(Capability.TAGS)) {
                  assertThat(fixture().backend().list("gate-open", Instant.EPOCH))
                      .as("a trial is listed with the tag that keeps it from being adopted")
                      .allSatisfy(
                          listed ->
                              assertThat(listed.tags())
                                  .containsEntry(Submission.ADOPT_TAG, "false"));
                }
              });
    }

    @Test
    @Proves(Capability.GATE)
    void rejectsAndRegistersNothingWhenTheGateDoesNotHold() {
      runOrRefuse("gate-shut")
          .ifPresent(
              run -> {
                assertThat(run.status())
                    .as("a gate that does not hold is Rejected: neither Failed nor Succeeded")
                    .isInstanceOf(RunStatus.Rejected.class);
                RunStatus.Rejected rejected = (RunStatus.Rejected) run.status();
                assertThat(rejected.metrics())
                    .as("a rejection carries the metrics that were judged")
                    .containsEntry("auc", 0.5);
                assertThat(rejected.why())
                    .as("a rejection names the part of the condition that did not hold")
                    .contains("auc", "0.6");
                assertThat(fixture().backend().registry().versions("gate-shut"))
                    .as("a rejected model is not registered")
                    .isEmpty();
              });
    }

    @Test
    @Proves(Capability.GATE)
    void passesANestedGateThatReadsSeveralArtifacts() {
      runOrRefuse("gate-nested")
          .ifPresent(
              run ->
                  assertThat(run.outputs().registered())
                      .as("a nested condition passes if one branch of its any does")
                      .isPresent());
    }

    @Test
    @Proves(Capability.GATE)
    void isUndecidedAndRegistersNothingWhenAMetricIsMissing() {
      runOrRefuse("gate-undecided")
          .ifPresent(
              run -> {
                assertThat(run.status())
                    .as("a gate without a metric it reads is Undecided: it is no rejection")
                    .isInstanceOf(RunStatus.Undecided.class);
                assertThat(((RunStatus.Undecided) run.status()).why())
                    .as("an undecided gate names the missing metric")
                    .contains("auc", "missing");
                assertThat(fixture().backend().registry().versions("gate-undecided"))
                    .as("an undecided model is not registered")
                    .isEmpty();
              });
    }

    @Test
    void succeedsWithoutAGate() {
      runOrRefuse("diamond")
          .ifPresent(
              run ->
                  assertThat(run.outputs().registered())
                      .as("without a gate nothing is registered")
                      .isEmpty());
    }

    @Test
    void namesTheFailedStepTheCodeAndTheLastLines() {
      runOrRefuse("failing-step")
          .ifPresent(
              run -> {
                assertThat(run.status())
                    .as("a step that ends with a code other than 0 fails the run")
                    .isInstanceOf(RunStatus.Failed.class);
                RunStatus.Failed failed = (RunStatus.Failed) run.status();
                assertThat(failed.step())
                    .as("a failure names its step as the pipeline does")
                    .contains("breaks");
                assertThat(failed.why()).as("a failure names the exit code").contains("7");
                assertThat(failed.logTail())
                    .as("a failure keeps the last lines, at most 20, the last one last")
                    .hasSizeLessThanOrEqualTo(20)
                    .contains("30")
                    .doesNotContain("1");
              });
    }

    @Test
    void neverStartsWhatFollowsAFailure() {
      runOrRefuse("failing-step")
          .ifPresent(
              run -> {
                assertThat(fixture().lines("after"))
                    .as("a step whose input was never written must not start")
                    .isEmpty();
                assertThat(run.step("prepare").state()).isEqualTo(StepRun.State.SUCCEEDED);
                assertThat(run.step("breaks").state()).isEqualTo(StepRun.State.FAILED);
                assertThat(run.step("after").state())
                    .as("a step that never started is SKIPPED")
                    .isEqualTo(StepRun.State.SKIPPED);
              });
    }

    @Test
    void isLostWhenItIsNotKnown() {
      Backend backend = fixture().backend();
      RunHandle unknown = new RunHandle(fixture().key("absent", 1), "no-such-run");

      assertThat(backend.status(unknown))
          .as("a run the service does not know is Lost, not an exception")
          .isInstanceOf(RunStatus.Lost.class);
      assertThat(backend.steps(unknown)).as("nothing is known of its steps").isEmpty();
      assertThat(backend.find(unknown.key())).as("and find does not find it").isEmpty();
    }

    @Test
    void isNotTerminalWhileAStepRuns() {
      onlyWith(
          Capability.CANCEL,
          () -> {
            RunHandle run =
                fixture()
                    .backend()
                    .submit(fixture().submission(ReferencePipelines.named("cancel")));
            fixture().hanging(run, "endless");

            assertThat(fixture().shown(run).terminal())
                .as("a run is not terminal while a step of it runs")
                .isFalse();
            fixture().backend().cancel(run);
            fixture().ended(run);
          });
    }
  }

  /** Steps run in the order of their artifacts, as often as they may, and no longer. */
  @Nested
  class Steps {

    @Test
    void runAfterWhatTheyRead() {
      runOrRefuse("diamond")
          .ifPresent(
              run -> {
                assertThat(run.outputs().artifacts()).containsKey("model");
                assertThat(fixture().lines("order"))
                    .as("a step starts when everything it reads has been written")
                    .hasSize(4)
                    .startsWith("top")
                    .endsWith("join");
              });
    }

    @Test
    void areReportedInThePipelinesOrder() {
      runOrRefuse("diamond")
          .ifPresent(
              run -> {
                assertThat(run.steps())
                    .as("steps(...) names every step in the pipeline's order")
                    .extracting(StepRun::step)
                    .containsExactly("top", "left", "right", "join");
                assertThat(run.steps())
                    .as("a step that ran has one attempt, a start and an end")
                    .allSatisfy(
                        step -> {
                          assertThat(step.state()).isEqualTo(StepRun.State.SUCCEEDED);
                          assertThat(step.attempts()).isEqualTo(1);
                          assertThat(step.started()).isPresent();
                          assertThat(step.ended()).isPresent();
                        });
              });
    }

    @Test
    @Proves(Capability.RETRY)
    void areTriedAgainAsOftenAsTheyMay() {
      runOrRefuse("retried-step")
          .ifPresent(
              run -> {
                run.outputs();
                assertThat(fixture().lines("flaky"))
                    .as("a failed step is started again while attempts are left")
                    .hasSize(2);
                assertThat(run.step("flaky").attempts()).as("attempts are counted").isEqualTo(2);
              });
    }

    @Test
    void areTriedOnceByDefault() {
      runOrRefuse(
              Pipeline.named("once")
                  .parameter(StepProgram.SCRATCH, "scratch")
                  .step(
                      CapabilityPipelines.program(
                              Step.process("flaky", StepProgram.IMAGE),
                              "count:flaky",
                              "write:rows/rows.csv=1",
                              "fail-first:1=failures")
                          .writes(CapabilityPipelines.ROWS))
                  .build())
          .ifPresent(
              run -> {
                String once =
                    "a step without a retry policy is started once: switch native retries off";
                assertThat(run.status()).as(once).isInstanceOf(RunStatus.Failed.class);
                assertThat(fixture().lines("flaky")).as(once).hasSize(1);
              });
    }

    @Test
    @Proves(Capability.TIMEOUT)
    void areKilledWhenTheyTakeTooLong() {
      Pipeline pipeline = ReferencePipelines.named("timeout");
      if (refused(pipeline)) {
        return;
      }
      RunHandle handle = fixture().backend().submit(fixture().submission(pipeline));
      BackendFixture.Ended run =
          fixture().ended(handle, "hand each step's timeout to what executes it");

      assertThat(run.status())
          .as("a step that takes longer than its timeout fails the run")
          .isInstanceOf(RunStatus.Failed.class);
      assertThat(((RunStatus.Failed) run.status()).step()).contains("slow");
      assertGone(fixture().hanging(handle, "slow"));
    }

    @Test
    void ofSimilarNamesStayApart() {
      List<String> names = List.of("a-b", "ab", "a-1", "a1");
      Pipeline.Builder all = Pipeline.named("similar").parameter(StepProgram.SCRATCH, "scratch");
      for (String name : names) {
        all.step(
            CapabilityPipelines.program(
                    Step.process(name, StepProgram.IMAGE), "write:" + name + "/own=" + name)
                .writes(Artifact.dataset(name)));
      }
      runOrRefuse(all.build())
          .ifPresent(
              run ->
                  assertThat(names)
                      .as("steps and artifacts of similar names must not share a folder or a job")
                      .allSatisfy(name -> assertThat(file(run, name, "own")).isEqualTo(name)));
    }

    @Test
    void ofAnImageThatDoesNotExistAreRefusedBeforehandOrFail() {
      Pipeline pipeline =
          Pipeline.named("does-not-exist")
              .step(
                  Step.process("work", "retrain/does-not-exist@sha256:" + "f".repeat(64))
                      .command("work")
                      .writes(CapabilityPipelines.ROWS))
              .build();
      Translator own = fixture().backend().translator();
      if (own.preflight(pipeline).passed()) {
        assertThat(own.translate(pipeline).files()).isNotEmpty();
        assertThat(fixture().run(pipeline).status())
            .as("a step whose image cannot be started fails the run")
            .isInstanceOf(RunStatus.Failed.class);
        return;
      }
      assertThat(refusal(() -> own.translate(pipeline)))
          .as("translate refuses what preflight refuses, bound images included")
          .isTrue();
      assertThat(refusal(() -> fixture().backend().submit(fixture().submission(pipeline))))
          .as("submit refuses what preflight refuses")
          .isTrue();
      assertThat(fixture().backend().list(RunSummary.model(pipeline), Instant.EPOCH))
          .as("a refused submission creates nothing")
          .isEmpty();
    }

    private boolean refusal(Runnable call) {
      return catchThrowableOfType(RetrainException.class, call::run) != null;
    }

    @Test
    void canBeFifty() {
      runOrRefuse("fifty-steps")
          .ifPresent(
              run -> {
                assertThat(run.outputs().artifacts()).as("every artifact is there").hasSize(50);
                assertThat(fixture().lines("fifty")).as("every step ran once").hasSize(50);
              });
    }

    @ParameterizedTest
    @MethodSource("dev.retrain.testkit.tck.CapabilityPipelines#needed")
    @Proves
    void haveWhatIsDeclaredAndAreRefusedWhatIsAbsent(Capability capability) throws IOException {
      if (declares(Capability.SECRETS)) {
        keepSecret(place(), SecretRef.secret("tck-login"), SECRET);
      }
      fixture().write(CapabilityPipelines.ROWS_FILE, "id,delay\n1,2.5\n2,3.5\n");
      runOrRefuse(CapabilityPipelines.needing(capability)).ifPresent(BackendFixture.Ended::outputs);
    }

    @Test
    @Proves(Capability.TUNE_GRID)
    void ofASearchKeepTheBestTrial() {
      runOrRefuse(CapabilityPipelines.needing(Capability.TUNE_GRID))
          .ifPresent(
              run ->
                  assertThat(Documents.parse(file(run, "model", "hyperparameters.json"), "best"))
                      .as("the outputs of the trial with the best objective are the step's outputs")
                      .satisfies(
                          node ->
                              assertThat(((Node.Mapping) node).get("depth")).contains(Node.of(3))));
    }
  }

  /** Inputs and outputs of a step are those of the pipeline and the submission. */
  @Nested
  class Contract {

    @Test
    void outputsLieWhereTheKeySays() {
      runOrRefuse("diamond")
          .ifPresent(
              run -> {
                assertThat(run.outputs().artifacts())
                    .containsOnlyKeys("rows", "left", "right", "model");
                assertThat(run.artifact("model").getPath().replaceAll("/$", ""))
                    .as("outputs lie under <artifactRoot>/<pipeline>/<runKey>/<step>/<artifact>")
                    .endsWith("/diamond/" + run.handle().key() + "/join/model");
                assertThat(file(run, "model", "rows.csv")).isEqualTo("1,2,3");
              });
    }

    @Test
    @Proves(Capability.EVALUATE)
    void metricsAreReadBackWithoutAGate() {
      runOrRefuse(CapabilityPipelines.needing(Capability.EVALUATE))
          .ifPresent(
              run ->
                  assertThat(run.outputs().metrics())
                      .as("without a gate all metrics are read back as artifact.metric")
                      .containsEntry("metrics.auc", 0.7));
    }

    @Test
    @Proves(Capability.PARAMETERS)
    void parametersArriveInTheTextFormOfTheirType() {
      Pipeline pipeline =
          Pipeline.named("typed")
              .parameter(StepProgram.SCRATCH, "scratch")
              .parameter("week", "2001-W05")
              .parameter("rows", 10_000)
              .parameter("smoothing", 0.25)
              .parameter("verbose", false)
              .step(
                  keepsArguments()
                      .parameters(
                          "week",
                          "rows",
                          "smoothing",
                          "verbose",
                          Parameter.RETRAIN_MODE,
                          Parameter.RUN_KEY,
                          Parameter.DATA_VERSION,
                          Parameter.SAMPLE))
              .build();
      Submission submission =
          fixture().submission(pipeline, 1, Map.of("rows", "7", "verbose", "true"));

      runOrRefuse(submission)
          .ifPresent(
              run ->
                  assertThat(arguments(run))
                      .as("each parameter a step names arrives as --name value, typed")
                      .containsSubsequence("--week", "2001-W05")
                      .containsSubsequence("--rows", "7")
                      .containsSubsequence("--smoothing", "0.25")
                      .containsSubsequence("--verbose", "true")
                      .containsSubsequence("--retrain_mode", "full")
                      .containsSubsequence("--run_key", run.handle().key().value())
                      .containsSubsequence("--data_version", "data-1")
                      .containsSubsequence("--sample", "1"));
    }

    @Test
    void hostileTextsArriveAsArguments() {
      List<String> carried =
          ReservedTexts.HOSTILE.stream()
              .filter(text -> passes(withArguments(List.of(text))))
              .toList();

      runOrRefuse(withArguments(carried))
          .ifPresent(
              run ->
                  assertThat(arguments(run))
                      .as("what preflight accepts arrives byte by byte, not interpreted on the way")
                      .containsSequence(carried));
    }

    @Test
    @Proves(Capability.PARAMETERS)
    void hostileTextsArriveAsParametersOrAreRefused() {
      List<String> carried = new ArrayList<>(ReservedTexts.HOSTILE);
      if (!arrive(carried, 0)) {
        int attempt = 0;
        carried.clear();
        for (String text : ReservedTexts.HOSTILE) {
          attempt++;
          if (arrive(List.of(text), attempt)) {
            carried.add(text);
          }
        }
      }
      assertThat(carried)
          .as("plain quotes, unicode and shell characters must be carried, not refused")
          .contains(
              ReservedTexts.HOSTILE.get(0),
              ReservedTexts.HOSTILE.get(2),
              ReservedTexts.HOSTILE.get(13));
    }

    /** Returns whether the texts are accepted as parameters; then they must arrive unchanged. */
    private boolean arrive(List<String> texts, int attempt) {
      Pipeline.Builder all = Pipeline.named("said").parameter(StepProgram.SCRATCH, "scratch");
      Map<String, String> values = new TreeMap<>();
      for (int i = 0; i < texts.size(); i++) {
        all.parameter("said_" + i, "none");
        values.put("said_" + i, texts.get(i));
      }
      Step step = keepsArguments().parameters(values.keySet().toArray(String[]::new));
      Submission submission = fixture().submission(all.step(step).build(), attempt + 1, values);
      RunHandle handle;
      try {
        handle = fixture().backend().submit(submission);
      } catch (RetrainException e) {
        return false;
      }
      List<String> arrived = arguments(fixture().ended(handle));
      values.forEach(
          (name, text) ->
              assertThat(arrived)
                  .as("a value given at submission arrives byte by byte")
                  .containsSubsequence("--" + name, text));
      return true;
    }

    @Test
    @Proves(Capability.ENVIRONMENT)
    void variablesArrive() {
      Map<String, String> values = new TreeMap<>();
      for (String text : ReservedTexts.HOSTILE) {
        String variable = "SAID_" + values.size();
        if (passes(withVariables(Map.of(variable, text)))) {
          values.put(variable, text);
        }
      }
      runOrRefuse(withVariables(values))
          .ifPresent(
              run ->
                  values.forEach(
                      (name, value) ->
                          assertThat(file(run, "kept", name))
                              .as("variable %s arrives byte by byte", name)
                              .isEqualTo(value)));
    }

    @Test
    @Proves(Capability.HYPERPARAMETERS)
    void hyperparametersArriveAsAVariableToo() {
      String variable = ContainerTask.HYPERPARAMETERS_VARIABLE;
      Pipeline pipeline =
          Pipeline.named("hyper-variable")
              .parameter(StepProgram.SCRATCH, "scratch")
              .step(
                  CapabilityPipelines.program(
                          Step.train("train", StepProgram.IMAGE), "variable:model=" + variable)
                      .writes(CapabilityPipelines.MODEL)
                      .hyperparameters(Map.of("depth", 6, "loss", "a \"b\"")))
              .build();
      runOrRefuse(pipeline)
          .ifPresent(
              run ->
                  assertThat(Documents.parse(file(run, "model", variable), "variable"))
                      .as("the variable %s holds the hyperparameters, as their file does", variable)
                      .isEqualTo(Node.of(Map.of("depth", Node.of(6), "loss", Node.of("a \"b\"")))));
    }

    @Test
    @Proves(Capability.HYPERPARAMETERS)
    void hyperparametersArriveAsOneFile() {
      Pipeline pipeline =
          Pipeline.named("hyper")
              .parameter(StepProgram.SCRATCH, "scratch")
              .step(
                  CapabilityPipelines.program(
                          Step.train("train", StepProgram.IMAGE), "hyperparameters:model")
                      .writes(CapabilityPipelines.MODEL)
                      .hyperparameters(
                          Map.of("depth", 6, "rate", 0.1, "loss", "a \"b\"", "early", true)))
              .build();
      runOrRefuse(pipeline)
          .ifPresent(
              run ->
                  assertThat(Documents.parse(file(run, "model", "hyperparameters.json"), "file"))
                      .as("hyperparameters arrive as one flat JSON object, typed")
                      .isEqualTo(
                          Node.of(
                              Map.of(
                                  "depth",
                                  Node.of(6),
                                  "rate",
                                  Node.of(0.1),
                                  "loss",
                                  Node.of("a \"b\""),
                                  "early",
                                  Node.of(true)))));
    }

    @Test
    @Proves(Capability.CHAMPION)
    void theChampionIsAnEmptyFolderWhenThereIsNone() {
      runOrRefuse(readsChampion())
          .ifPresent(
              run ->
                  assertThat(file(run, "kept", "listing"))
                      .as("the champion is always a folder, empty on the first run")
                      .isEqualTo("[]"));
    }

    @Test
    @Proves(Capability.CHAMPION)
    void theChampionIsTheModelOfTheSubmission() {
      if (refused(readsChampion())) {
        return;
      }
      BackendFixture.Ended first = fixture().run(CapabilityPipelines.needing(Capability.TRAIN));
      ModelVersion champion =
          new ModelVersion(
              "some-model", "1", Instant.EPOCH, first.artifact("model"), Map.of(), Set.of());

      BackendFixture.Ended run =
          fixture().run(fixture().submission(readsChampion()).withChampion(Optional.of(champion)));

      run.outputs();
      assertThat(file(run, "kept", "listing"))
          .as("the artifact champion is bound to the champion of the submission")
          .isEqualTo("[model.txt]");
    }

    private Step keepsArguments() {
      return CapabilityPipelines.program(Step.process("keep", StepProgram.IMAGE), "arguments:kept")
          .writes(Artifact.dataset("kept"));
    }

    private Pipeline withArguments(List<String> texts) {
      List<Arg> all = new ArrayList<>();
      all.add(Arg.text("--kept"));
      all.add(Arg.out(Artifact.dataset("kept")));
      texts.forEach(text -> all.add(Arg.text(text)));
      return Pipeline.named("texts")
          .step(
              Step.process("keep", StepProgram.IMAGE)
                  .command("arguments:kept")
                  .writes(Artifact.dataset("kept"))
                  .args(all.toArray(Arg[]::new)))
          .build();
    }

    private Pipeline withVariables(Map<String, String> values) {
      List<String> directives = new ArrayList<>();
      values.keySet().forEach(name -> directives.add("variable:kept=" + name));
      Step step =
          CapabilityPipelines.program(
                  Step.process("keep", StepProgram.IMAGE), directives.toArray(String[]::new))
              .writes(Artifact.dataset("kept"));
      for (Map.Entry<String, String> value : values.entrySet()) {
        step = step.environment(value.getKey(), value.getValue());
      }
      return Pipeline.named("variables")
          .parameter(StepProgram.SCRATCH, "scratch")
          .step(step)
          .build();
    }

    private Pipeline readsChampion() {
      return Pipeline.named("champions")
          .parameter(StepProgram.SCRATCH, "scratch")
          .step(
              CapabilityPipelines.program(
                      Step.process("keep", StepProgram.IMAGE), "listing:kept=champion")
                  .reads(Artifact.champion())
                  .writes(Artifact.dataset("kept")))
          .build();
    }

    private List<String> arguments(BackendFixture.Ended run) {
      return List.of(file(run, "kept", "arguments").split("\0", -1));
    }
  }

  /** A key names one run, however often and from wherever it is submitted. */
  @Nested
  class Keys {

    private final Pipeline pipeline = oneStep();

    @Test
    void submittedTwiceAreOneRun() {
      RunHandle first = fixture().backend().submit(fixture().submission(pipeline));
      RunHandle second = fixture().backend().submit(fixture().submission(pipeline));

      assertThat(second)
          .as("submit with a key that is known gives the run that is there")
          .isEqualTo(first);
      assertOneRun(first);
    }

    @Test
    void submittedAfterTheEndAreOneRun() {
      BackendFixture.Ended run = fixture().run(pipeline);

      assertThat(fixture().backend().submit(fixture().submission(pipeline)))
          .as("a run that has ended is not run again under its key")
          .isEqualTo(run.handle());
      assertOneRun(run.handle());
    }

    @Test
    void submittedAtOnceAreOneRun() {
      Submission submission = fixture().submission(pipeline);
      Backend backend = fixture().backend();

      Set<RunHandle> handles =
          new HashSet<>(ConcurrentCalls.call(8, number -> backend.submit(submission)));

      assertThat(handles)
          .as("submissions of one key at the same time must meet: look up and create as one")
          .hasSize(1);
      assertOneRun(handles.iterator().next());
    }

    @Test
    void submittedAfterReopeningAreOneRun() {
      BackendFixture.Ended run = fixture().run(pipeline);

      Backend again = fixture().reopened();

      assertThat(again.submit(fixture().submission(pipeline)))
          .as("the service knows the key, not this process: find it there")
          .isEqualTo(run.handle());
      assertOneRun(run.handle());
    }

    @Test
    void areFoundAndKeptWithTheirOutcomeAfterReopening() {
      BackendFixture.Ended run = fixture().run(pipeline);

      Backend again = fixture().reopened();

      assertThat(again.find(run.handle().key())).contains(run.handle());
      assertThat(again.status(run.handle()))
          .as("the outcome of a run is read from the service")
          .isEqualTo(run.status());
    }

    @ParameterizedTest
    @ValueSource(longs = {-400, 400})
    void ofAnotherClockAreTheSameRun(long days) {
      BackendFixture.Ended run = fixture().run(pipeline);
      Clock skewed = Clock.offset(clock(), Duration.ofDays(days));

      try (Backend other = fixture().patient(beside(skewed))) {
        assertThat(other.submit(fixture().submission(pipeline)))
            .as("the service knows the key, whatever the caller's clock shows")
            .isEqualTo(run.handle());
        assertThat(other.status(run.handle())).isEqualTo(run.status());
        assertThat(other.list(RunSummary.model(pipeline), Instant.EPOCH))
            .as("runs are listed by their own times, whatever the caller's clock shows")
            .hasSize(1);
      }
    }

    @Test
    void areOneRunAlsoBeforeTheServiceShowsIt() {
      Runnable show = hidden();
      Submission submission = fixture().submission(pipeline);
      RunHandle first = submittedWithoutWaiting(submission);
      RunStatus seen = fixture().backend().status(first);
      RunHandle second = fixture().backend().submit(submission);
      RunHandle third = fixture().reopened().submit(submission);
      RunStatus seenByAnother = fixture().backend().status(first);
      show.run();

      assertThat(List.of(second, third))
          .as("a key is one run also while the service does not show it, for every process")
          .containsOnly(first);
      assertThat(List.of(seen, seenByAnother))
          .as("a run that is not shown yet is Accepted or Lost: it has no other end")
          .noneMatch(BackendTck::hasFailed);
      assertOneRun(first);
    }

    @Test
    void ofANameThatAStrangerHoldsAreRefused() throws IOException {
      Submission submission = fixture().submission(pipeline);
      if (!takeName(place(), submission.key())) {
        assertOneRun(fixture().backend().submit(submission));
        return;
      }
      RunHandle taken = new RunHandle(submission.key(), submission.key().value());
      Backend backend = fixture().backend();

      assertThat(catchThrowable(() -> backend.submit(submission)))
          .as(
              "a run of the same name that is not of this key is a stranger's: PermanentFailure with"
                  + " its name, not a handle of it")
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining(submission.key().value());
      assertThat(backend.find(submission.key()))
          .as("find does not take a stranger's run for the run of the key")
          .isEmpty();
      assertThat(backend.status(taken))
          .as("status does not report the state of a stranger's run")
          .isInstanceOf(RunStatus.Lost.class);
      assertThat(backend.list(RunSummary.model(pipeline), Instant.EPOCH))
          .as("a stranger's run is not listed with a key")
          .allSatisfy(run -> assertThat(run.key()).isEmpty());
    }

    @Test
    void ofAnotherAttemptAreAnotherRun() {
      BackendFixture.Ended first = fixture().run(fixture().submission(pipeline, 1, Map.of()));
      BackendFixture.Ended second = fixture().run(fixture().submission(pipeline, 2, Map.of()));

      first.outputs();
      second.outputs();
      assertThat(second.handle())
          .as("a new attempt has a new key and is a new run")
          .isNotEqualTo(first.handle());
      assertThat(fixture().lines("order")).hasSize(2);
    }

    private void assertOneRun(RunHandle handle) {
      fixture().ended(handle).outputs();
      assertThat(fixture().backend().list(RunSummary.model(pipeline), Instant.EPOCH))
          .as("one key, one run")
          .hasSize(1);
      assertThat(fixture().lines("order")).as("one key, one execution of its step").hasSize(1);
    }
  }

  /** The runs of a pipeline, newest first. */
  @Nested
  class Listing {

    @Test
    @Proves(Capability.TAGS)
    void namesKeyStatusAndTags() {
      Pipeline pipeline = oneStep();
      Submission submission =
          fixture().submission(pipeline).withTags(Map.of("Owner", "risk", "team", "a"));
      BackendFixture.Ended run = fixture().run(submission);

      List<RunSummary> listed = fixture().backend().list("one-step", Instant.EPOCH);

      assertThat(listed).hasSize(1);
      assertThat(listed.get(0).key()).as("a run knows its key").contains(run.handle().key());
      assertThat(listed.get(0).nativeId()).isEqualTo(run.handle().nativeId());
      assertThat(listed.get(0).status()).as("and its status").isEqualTo(run.status());
      if (declares(Capability.TAGS)) {
        assertThat(listed.get(0).tags())
            .as("everything created carries the tags of the submission")
            .containsEntry(Tag.OWNER, "risk")
            .containsEntry(Tag.ENVIRONMENT, "test")
            .containsEntry("team", "a");
      }
    }

    @Test
    void refusesARunWithoutOwnerAndEnvironmentOutsideTrials() {
      Submission untagged = fixture().untagged(oneStep());
      if (proofBasis() == ProofBasis.THIS_MACHINE) {
        assertThat(fixture().run(untagged).status())
            .as("a backend of one machine accepts a run without tags")
            .isInstanceOf(RunStatus.Succeeded.class);
        return;
      }
      assertThat(catchThrowable(() -> fixture().backend().submit(untagged)))
          .as("a production run without the tags Owner and Environment is refused by their names")
          .isInstanceOf(RetrainException.class)
          .hasMessageContaining(Tag.OWNER)
          .hasMessageContaining(Tag.ENVIRONMENT);
      assertThat(fixture().backend().find(untagged.key()))
          .as("a refused run is not created")
          .isEmpty();
      assertThat(fixture().run(untagged.sampled(0.1)).status())
          .as("a trial needs no tags")
          .isInstanceOf(RunStatus.Succeeded.class);
    }

    @Test
    void isNewestFirst() {
      Pipeline pipeline = CapabilityPipelines.needing(Capability.PROCESS);
      List<RunKey> newestFirst = new ArrayList<>();
      for (int attempt = 1; attempt <= 3; attempt++) {
        newestFirst.add(
            0, fixture().run(fixture().submission(pipeline, attempt, Map.of())).handle().key());
      }

      assertThat(fixture().backend().list(RunSummary.model(pipeline), Instant.EPOCH))
          .as("list gives the newest run first")
          .extracting(run -> run.key().orElseThrow())
          .containsExactlyElementsOf(newestFirst);
    }

    @Test
    void isWholeHoweverManyPartsItHas() {
      int runs = pageSize().isPresent() ? 2 * pageSize().getAsInt() + 1 : 1;
      List<RunHandle> submitted = new ArrayList<>();
      for (int attempt = 1; attempt <= runs; attempt++) {
        submitted.add(
            fixture().backend().submit(fixture().submission(oneStep(), attempt, Map.of())));
      }
      submitted.forEach(fixture()::ended);

      assertThat(fixture().backend().list("one-step", Instant.EPOCH))
          .as("list reads every part that the service has, each once: follow its cursor to the end")
          .extracting(RunSummary::nativeId)
          .containsExactlyInAnyOrderElementsOf(
              submitted.stream().map(RunHandle::nativeId).toList());
    }

    @Test
    void leavesOutOtherPipelinesAndEarlierRuns() {
      fixture().run(oneStep());
      Instant later = clock().instant().plus(Duration.ofDays(1));

      assertThat(fixture().backend().list("one-ste", Instant.EPOCH))
          .as("only runs of this very name")
          .isEmpty();
      assertThat(fixture().backend().list("one-step", later))
          .as("only runs created at or after the instant")
          .isEmpty();
    }
  }

  /** A run that is cancelled stops, and stays so. */
  @Nested
  class Cancelling {

    @Test
    @Proves(Capability.CANCEL)
    void stopsARunningStep() {
      onlyWith(
          Capability.CANCEL,
          () -> {
            Pipeline pipeline = ReferencePipelines.named("cancel");
            RunHandle handle = fixture().backend().submit(fixture().submission(pipeline));
            long process = fixture().hanging(handle, "endless");

            fixture().backend().cancel(handle);
            BackendFixture.Ended run = fixture().ended(handle);

            assertThat(run.status())
                .as("a run that was cancelled is Cancelled, not Failed")
                .isInstanceOf(RunStatus.Cancelled.class);
            assertThat(run.step("endless").state()).isEqualTo(StepRun.State.CANCELLED);
            assertThat(run.step("after").state())
                .as("a step that never started is SKIPPED")
                .isEqualTo(StepRun.State.SKIPPED);
            assertThat(fixture().lines("after")).isEmpty();
            assertGone(process);
            assertThat(fixture().backend().submit(fixture().submission(pipeline)))
                .as("a cancelled run is not run again under its key")
                .isEqualTo(handle);
            assertThat(fixture().backend().status(handle)).isInstanceOf(RunStatus.Cancelled.class);
          });
    }

    @Test
    @Proves(Capability.CANCEL)
    void takesEffectAlsoBeforeTheServiceShowsTheRun() {
      onlyWith(
          Capability.CANCEL,
          () -> {
            Pipeline pipeline = ReferencePipelines.named("cancel");
            Runnable show = hidden();
            RunHandle handle = submittedWithoutWaiting(fixture().submission(pipeline));
            TransientFailure refused =
                catchThrowableOfType(TransientFailure.class, () -> fixture().raw().cancel(handle));
            show.run();
            if (refused != null) {
              fixture().backend().cancel(handle);
            }

            String rule =
                "cancel of a run that is not shown yet takes effect, or is a TransientFailure";
            assertThat(fixture().ended(handle, rule).status())
                .as(rule)
                .isInstanceOf(RunStatus.Cancelled.class);
          });
    }

    @Test
    @Proves(Capability.CANCEL)
    void leavesARunThatHasEndedAsItIs() {
      onlyWith(
          Capability.CANCEL,
          () -> {
            BackendFixture.Ended run = fixture().run(oneStep());

            fixture().backend().cancel(run.handle());

            assertThat(fixture().backend().status(run.handle()))
                .as("cancel does nothing to a run that has ended")
                .isEqualTo(run.status());
          });
    }
  }

  /** A run that failed goes on from the step that failed. */
  @Nested
  class Resuming {

    private static final String REQUEST = "resume-1";

    @Test
    @Proves(Capability.RESUME)
    void goesOnFromTheStepThatFailed() {
      onlyResumable(
          () -> {
            RunHandle handle = failed();

            fixture().backend().resume(handle, REQUEST);
            BackendFixture.Ended run = fixture().resumed(handle);

            run.outputs();
            assertThat(fixture().lines("prepare"))
                .as("a step that ended well is not run again when its run is resumed")
                .hasSize(1);
            assertThat(fixture().lines("breaks"))
                .as("the step that failed is run again when its run is resumed")
                .hasSize(2);
            assertThat(fixture().lines("after")).as("what follows it runs once").hasSize(1);
            assertThat(fixture().backend().find(handle.key()))
                .as("a resumed run keeps its key and its native id")
                .contains(handle);
            assertThat(run.steps())
                .extracting(StepRun::state)
                .as("the steps of a resumed run show how they ended at last")
                .containsOnly(StepRun.State.SUCCEEDED);
          });
    }

    @Test
    @Proves(Capability.RESUME)
    void resumesOnceWhenTheRequestIsRepeated() {
      onlyResumable(
          () -> {
            RunHandle handle = failed();

            fixture().backend().resume(handle, REQUEST);
            fixture().backend().resume(handle, REQUEST);
            fixture().resumed(handle).outputs();

            fixture().backend().resume(handle, REQUEST);
            assertThat(fixture().backend().status(handle))
                .as("a run that has not failed stays as it is when it is to be resumed")
                .isInstanceOf(RunStatus.Succeeded.class);
            assertThat(fixture().lines("breaks"))
                .as("a request that is repeated resumes its run once")
                .hasSize(2);
          });
    }

    @Test
    @Proves(Capability.RESUME)
    void refusesARunThatIsNotKnown() {
      onlyResumable(
          () -> {
            RunHandle unknown = new RunHandle(fixture().key("absent", 1), "no-such-run");

            assertThat(catchThrowable(() -> fixture().backend().resume(unknown, REQUEST)))
                .as("a run that is not known cannot be resumed: throw a PermanentFailure")
                .isInstanceOf(PermanentFailure.class);
          });
    }

    private void onlyResumable(Runnable work) {
      RunHandle unknown = new RunHandle(fixture().key("absent", 1), "no-such-run");
      onlyWith(Capability.RESUME, () -> fixture().backend().resume(unknown, REQUEST), work);
    }

    private RunHandle failed() {
      BackendFixture.Ended run = fixture().run(failingOnce());
      assertThat(run.status()).isInstanceOf(RunStatus.Failed.class);
      assertThat(fixture().lines("after")).isEmpty();
      return run.handle();
    }

    private Pipeline failingOnce() {
      return Pipeline.named("failing-once")
          .parameter(StepProgram.SCRATCH, "scratch")
          .step(
              CapabilityPipelines.program(
                      Step.process("prepare", StepProgram.IMAGE),
                      "count:prepare",
                      "write:rows/rows.csv=1")
                  .writes(CapabilityPipelines.ROWS))
          .step(
              CapabilityPipelines.program(
                      Step.train("breaks", StepProgram.IMAGE),
                      "count:breaks",
                      "fail-first:1=broken",
                      "write:model/model.txt=1")
                  .reads(CapabilityPipelines.ROWS)
                  .writes(CapabilityPipelines.MODEL))
          .step(
              CapabilityPipelines.program(
                      Step.evaluate("after", StepProgram.IMAGE),
                      "count:after",
                      "metrics:metrics/auc=0.7")
                  .reads(CapabilityPipelines.MODEL)
                  .writes(CapabilityPipelines.METRICS))
          .build();
    }
  }

  /** An earlier result is taken where the step allows it and nothing it depends on has changed. */
  @Nested
  class Caching {

    private final Pipeline pipeline = ReferencePipelines.named("skipped-by-cache");

    @Test
    @Proves(Capability.CACHE)
    void takesAnEarlierResultOfTheStepThatAllowsIt() {
      if (refused(pipeline)) {
        return;
      }
      fixture().run(fixture().submission(pipeline, 1, Map.of())).outputs();
      BackendFixture.Ended second = fixture().run(fixture().submission(pipeline, 2, Map.of()));

      second.outputs();
      assertThat(fixture().lines("cached"))
          .as("a step with the same key is not executed again while its result is young enough")
          .hasSize(1);
      assertThat(second.step("cached").state()).isEqualTo(StepRun.State.CACHED);
      assertThat(fixture().lines("always"))
          .as("a step that does not allow it is executed in every run: switch caching off for it")
          .hasSize(2);
      assertThat(file(second, "model", "rows.csv")).isEqualTo("1,2,3");
    }

    @Test
    @Proves(Capability.CACHE)
    void executesAgainWhenTheCommandHasChanged() {
      if (refused(pipeline)) {
        return;
      }
      fixture().run(fixture().submission(pipeline, 1, Map.of())).outputs();
      Pipeline changed =
          Pipeline.parse(
              ReferencePipelines.text("skipped-by-cache").replace("1,2,3", "4,5,6"), "changed");

      BackendFixture.Ended second = fixture().run(fixture().submission(changed, 2, Map.of()));

      assertThat(file(second, "rows", "rows.csv"))
          .as("the key of a cached result covers the command")
          .isEqualTo("4,5,6");
    }
  }

  /** What the gate registers, and what only the runtime moves. */
  @Nested
  class Registering {

    private final Pipeline pipeline = ReferencePipelines.named("gate-open");

    @Test
    void makesTheNewestVersionTheChallengerAndTouchesNoOtherAlias() {
      if (refused(pipeline)) {
        return;
      }
      fixture().run(fixture().submission(pipeline, 1, Map.of())).outputs();
      BackendFixture.Ended second = fixture().run(fixture().submission(pipeline, 2, Map.of()));
      ModelRegistry registry = fixture().backend().registry();

      String newest = second.outputs().registered().orElseThrow().version();
      assertThat(registry.byAlias("gate-open", ModelRegistry.CHALLENGER))
          .as("the newest version that passed is the challenger")
          .hasValueSatisfying(version -> assertThat(version.version()).isEqualTo(newest));
      assertThat(registry.byAlias("gate-open", ModelRegistry.CHAMPION))
          .as("only the runtime moves champion and previous")
          .isEmpty();
      assertThat(registry.versions("gate-open")).hasSize(2);
    }

    @Test
    void isDoneOnceHoweverOftenARunIsConcluded() {
      if (refused(pipeline)) {
        return;
      }
      BackendFixture.Ended run = fixture().run(fixture().submission(pipeline, 1, Map.of()));
      String version = run.outputs().registered().orElseThrow().version();
      ModelRegistry registry = fixture().backend().registry();
      registry.moveAlias(
          "gate-open", ModelRegistry.CHALLENGER, Optional.of(version), Optional.empty());

      fixture().backend().conclude(run.handle());
      fixture().reopened().conclude(run.handle());

      assertThat(registry.versions("gate-open")).as("one run, one version").hasSize(1);
      assertThat(registry.byAlias("gate-open", ModelRegistry.CHALLENGER))
          .as("a version that was taken back does not become the challenger again")
          .isEmpty();
    }

    @Test
    void keepsTheTrainingProfile() {
      runOrRefuse(CapabilityPipelines.profiled(Optional.empty()))
          .ifPresent(
              run ->
                  assertThat(run.outputs().registered().orElseThrow().profile().map(URI::toString))
                      .as("the version names the training profile, the reference for drift")
                      .hasValueSatisfying(
                          address -> assertThat(address).contains("retrain-profile")));
    }

    @Test
    @Proves(Capability.SERVING)
    void keepsTheServer() {
      runOrRefuse(CapabilityPipelines.profiled(Optional.of(CapabilityPipelines.SERVER)))
          .ifPresent(
              run ->
                  assertThat(run.outputs().registered().orElseThrow().serving())
                      .as("the version names how it is served, which a deployer needs")
                      .contains(CapabilityPipelines.SERVER));
    }

    @Test
    void keepsTheModelItself() {
      runOrRefuse(pipeline)
          .ifPresent(
              run ->
                  assertThat(read(run.outputs().registered().orElseThrow().artifact(), "rows.csv"))
                      .as("the registered artifact is the folder the step wrote")
                      .isEqualTo("1,2,3"));
    }
  }

  /** A schedule of a name is one schedule, which the service keeps, and whose runs are listed. */
  @Nested
  @Proves(Capability.SCHEDULE)
  class Scheduling {

    private final RunSchedule nightly =
        RunSchedule.of("tck-nightly", oneStep(), "0 3 * * *", Map.of(), RetrainMode.BATCH);

    @Test
    void areThereExactlyWhenDeclared() {
      assertThat(fixture().backend().schedules().isPresent())
          .as("schedules() is there exactly when SCHEDULE is declared")
          .isEqualTo(declares(Capability.SCHEDULE));
    }

    @Test
    void keepWhatWasGiven() {
      withSchedules(
          all -> {
            ScheduleSummary made = all.put(nightly);

            assertThat(made.isAsGiven(nightly))
                .as("put gives the schedule as the service has it: %s", made)
                .isTrue();
            assertThat(all.find("tck-nightly")).contains(made);
            assertThat(all.list(nightly.pipeline().name()))
                .as("a schedule is listed with its pipeline")
                .containsExactly(made);
          });
    }

    @Test
    void areOnePerName() {
      withSchedules(
          all -> {
            all.put(nightly);
            all.put(nightly);
            ConcurrentCalls.call(4, number -> all.put(nightly));

            assertThat(all.list(nightly.pipeline().name()))
                .as(
                    "one name, one schedule: an answer may have been lost, two clients may call at"
                        + " once")
                .hasSize(1);
          });
    }

    @Test
    void areUpdatedInPlace() {
      withSchedules(
          all -> {
            all.put(nightly);
            RunSchedule later = nightly.at("30 4 * * MON", ZoneId.of("Europe/Paris"));

            all.put(later);

            assertThat(all.list(nightly.pipeline().name()))
                .as("put with a name that is known changes that schedule: cron, zone, parameters")
                .singleElement()
                .matches(kept -> kept.isAsGiven(later));
          });
    }

    @Test
    void areDeletedOnceHoweverOftenItIsRequested() {
      withSchedules(
          all -> {
            all.put(nightly);
            all.delete("tck-nightly");

            assertThatCode(() -> all.delete("tck-nightly"))
                .as("a schedule that is not there is deleted already")
                .doesNotThrowAnyException();
            assertThat(all.find("tck-nightly")).as("a deleted schedule is not found").isEmpty();
            assertThat(all.list(nightly.pipeline().name())).isEmpty();
          });
    }

    @Test
    void outliveTheProcess() {
      withSchedules(
          all -> {
            ScheduleSummary made = all.put(nightly);

            assertThat(fixture().reopened().schedules().orElseThrow().find("tck-nightly"))
                .as("the service keeps a schedule, not this process")
                .contains(made);
          });
    }

    @Test
    void ofOtherPipelinesAreNotListed() {
      withSchedules(
          all -> {
            all.put(nightly);

            assertThat(all.list("one-ste")).as("only schedules of this very pipeline").isEmpty();
            assertThat(all.find("tck-nightl")).isEmpty();
          });
    }

    @Test
    void refuseAPipelineThatCannotRun() {
      withSchedules(
          all -> {
            Pipeline absent = CapabilityPipelines.needingAll();
            if (fixture().backend().translator().preflight(absent).passed()) {
              return;
            }
            RunSchedule refused =
                RunSchedule.of("tck-never", absent, "0 3 * * *", Map.of(), RetrainMode.BATCH);

            assertThat(catchThrowableOfType(RetrainException.class, () -> all.put(refused)))
                .as("put starts with preflight(...).orThrow, as submit does")
                .isNotNull();
            assertThat(all.find("tck-never")).as("a refused schedule is not created").isEmpty();
          });
    }

    @Test
    void startRunsThatAreListedWithTheirTags() {
      withSchedules(
          all -> {
            Map<String, String> scratch =
                Map.of(
                    StepProgram.SCRATCH,
                    fixture().submission(oneStep()).parameters().get("scratch"));
            all.put(
                RunSchedule.of("tck-nightly", oneStep(), "0 3 * * *", scratch, RetrainMode.FULL));

            due("tck-nightly");

            RunSummary started =
                Await.until(
                        "the scheduled run to be listed and to end",
                        patience(),
                        this::listed,
                        runs -> !runs.isEmpty() && runs.get(0).status().terminal())
                    .get(0);
            assertThat(started.status())
                .as("a scheduled run runs like any other")
                .isInstanceOf(RunStatus.Succeeded.class);
            assertThat(started.tags())
                .as("a scheduled run names its schedule by the tag %s", RunSchedule.TAG)
                .containsEntry(RunSchedule.TAG, "tck-nightly");
            assertThat(fixture().lines("order")).as("one time, one run").hasSize(1);
          });
    }

    @Test
    void startOneRunPerTimeForEveryClient() {
      withSchedules(
          all -> {
            Map<String, String> scratch =
                Map.of(
                    StepProgram.SCRATCH,
                    fixture().submission(oneStep()).parameters().get("scratch"));
            all.put(
                RunSchedule.of("tck-nightly", oneStep(), "0 3 * * *", scratch, RetrainMode.FULL));
            due("tck-nightly");

            ConcurrentCalls.call(4, number -> listed());
            assertOneScheduledRun();
            fixture().reopened();
            assertOneScheduledRun();
          });
    }

    /** Lists what a tick would see: a backend without a service starts its runs at a tick. */
    private List<RunSummary> listed() {
      Backend backend = fixture().backend();
      backend.schedules().orElseThrow().beginDue();
      return backend.list("one-step", Instant.EPOCH);
    }

    private void assertOneScheduledRun() {
      List<RunSummary> runs =
          Await.until(
              "the scheduled run to be listed and to end",
              patience(),
              this::listed,
              all -> !all.isEmpty() && all.stream().allMatch(run -> run.status().terminal()));
      assertThat(runs).as("one time, one run: for every client, and after a restart").hasSize(1);
      assertThat(fixture().lines("order")).as("one time, one execution of its step").hasSize(1);
    }

    private void withSchedules(Consumer<Schedules> work) {
      if (declares(Capability.SCHEDULE)) {
        work.accept(
            fixture()
                .backend()
                .schedules()
                .orElseThrow(() -> new AssertionError("SCHEDULE is declared: give schedules()")));
      } else {
        assertThat(fixture().backend().schedules())
            .as("a capability that is declared absent is not there")
            .isEmpty();
      }
    }

    private void due(String schedule) {
      try {
        comesDue(place(), schedule);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A secret is named, never shown. */
  @Nested
  class Secrets {

    private final Pipeline pipeline = ReferencePipelines.named("secret-by-reference");

    @Test
    @Proves(Capability.SECRETS)
    void reachTheStepAndNothingElse() throws IOException {
      boolean isNative = support(Capability.SECRETS) instanceof Support.Native;
      if (!isNative) {
        translatesOrRefuses(pipeline);
        return;
      }
      keepSecret(place(), SecretRef.secret("tck-login"), SECRET);
      CapturedOutput<BackendFixture.Ended> printed =
          CapturedOutput.during(() -> fixture().run(pipeline));
      BackendFixture.Ended run = printed.result();

      run.outputs();
      assertThat(printed.text()).as("no log shows a secret's value").doesNotContain(SECRET);
      assertThat(file(run, "signed", "digest"))
          .as("the variable holds the secret")
          .isEqualTo(Digests.sha256(SECRET));
      assertSilent(run);
    }

    @Test
    @Proves(Capability.SECRETS)
    void areNotShownByAStepThatFails() throws IOException {
      boolean isNative = support(Capability.SECRETS) instanceof Support.Native;
      if (!isNative) {
        translatesOrRefuses(pipeline);
        return;
      }
      keepSecret(place(), SecretRef.secret("tck-login"), SECRET);
      BackendFixture.Ended run =
          fixture()
              .run(
                  Pipeline.named("fails-with-secret")
                      .parameter(StepProgram.SCRATCH, "scratch")
                      .step(
                          CapabilityPipelines.program(
                                  Step.process("signs", StepProgram.IMAGE), "fail:3")
                              .secret("TCK_LOGIN", SecretRef.secret("tck-login"))
                              .writes(CapabilityPipelines.ROWS))
                      .build());

      assertThat(run.status()).isInstanceOf(RunStatus.Failed.class);
      assertSilent(run);
    }

    @Test
    void areNotShownByARefusal() throws IOException {
      if (!declares(Capability.SECRETS)) {
        translatesOrRefuses(pipeline);
        return;
      }
      if (support(Capability.SECRETS) instanceof Support.Native) {
        keepSecret(place(), SecretRef.secret("tck-login"), SECRET);
      }
      RunHandle unknown = new RunHandle(fixture().key("absent", 1), "no-such-run");
      List<String> reports = new ArrayList<>();
      reports.add(words(() -> fixture().run(withoutScratch())));
      reports.add(words(() -> fixture().backend().status(unknown)));
      reports.add(
          words(
              () ->
                  fixture()
                      .backend()
                      .submit(fixture().submission(CapabilityPipelines.needingAll()))));

      assertThat(reports)
          .as("no message, cause or suppressed failure shows a secret's value")
          .noneMatch(text -> text.contains(SECRET));
    }

    /** Returns parameters with a folder that is absent, so that the step fails. */
    private Submission withoutScratch() {
      return fixture().submission(pipeline, 7, Map.of(StepProgram.SCRATCH, "/no/such/folder"));
    }

    /**
     * Returns everything that a call reports, by its result or by the whole trace of its failure.
     */
    private String words(Supplier<Object> call) {
      try {
        return String.valueOf(call.get());
      } catch (RuntimeException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
      }
    }

    private void assertSilent(BackendFixture.Ended run) {
      Backend backend = fixture().backend();
      assertThat(
              List.of(
                  run.toString(),
                  backend.toString(),
                  backend.translator().toString(),
                  backend.list(RunSummary.model(pipeline), Instant.EPOCH).toString(),
                  backend.translator().plan(pipeline).toString(),
                  backend.translator().translate(pipeline).toString()))
          .as("no definition, plan, status, list or toString shows a secret's value")
          .noneMatch(text -> text.contains(SECRET));
    }
  }

  /** What is declared beyond pipelines is there, and what is not is not. */
  @Nested
  class Serving {

    @Test
    @Proves(Capability.TRAFFIC_SPLIT)
    void hasADeployerWhenItSplitsTraffic() {
      assertThat(fixture().backend().deployer(Target.endpoint("tck")).isPresent())
          .as("deployer(...) of an endpoint is there exactly when TRAFFIC_SPLIT is declared")
          .isEqualTo(declares(Capability.TRAFFIC_SPLIT));
    }

    @Test
    @Proves(Capability.MIRROR)
    void mirrorsThroughItsDeployerOnly() {
      if (fixture().backend().deployer(Target.endpoint("tck")).isEmpty()) {
        assertThat(declares(Capability.MIRROR))
            .as("without a deployer no copies can be requested: declare MIRROR absent")
            .isFalse();
      }
    }

    @Test
    @Proves(Capability.ARMED_ROLLBACK)
    void rollsBackByItselfThroughItsDeployerOnly() {
      if (fixture().backend().deployer(Target.endpoint("tck")).isEmpty()) {
        assertThat(declares(Capability.ARMED_ROLLBACK))
            .as("without a deployer nothing is routed that could go back: declare it absent")
            .isFalse();
      }
    }

    @Test
    void hasTheNameOfItsProvider() {
      assertThat(fixture().backend().name()).isEqualTo(backendProvider().name());
    }

    @Test
    void isClosedTwiceWithoutHarm() {
      assertThatCode(
              () -> {
                fixture().backend().close();
                fixture().backend().close();
              })
          .as("close may be called twice")
          .doesNotThrowAnyException();
    }

    @Test
    void answersOrRefusesOnceItIsClosed() {
      RunHandle run = fixture().run(oneStep()).handle();
      Backend closed = fixture().raw();
      closed.close();
      Map<String, Runnable> calls = new TreeMap<>();
      calls.put("status", () -> closed.status(run));
      calls.put("find", () -> closed.find(run.key()));
      calls.put("steps", () -> closed.steps(run));
      calls.put("list", () -> closed.list("one-step", Instant.EPOCH));
      calls.put("submit", () -> closed.submit(fixture().submission(oneStep())));

      calls.forEach(
          (name, call) ->
              assertThat(failureOnceClosed(name, call))
                  .as(
                      "%s after close is answered, or fails with an IllegalStateException or a"
                          + " RetrainException",
                      name)
                  .matches(
                      failure ->
                          failure.isEmpty()
                              || failure.get() instanceof RetrainException
                              || failure.get() instanceof IllegalStateException));
    }

    private Optional<Throwable> failureOnceClosed(String name, Runnable call) {
      return ConcurrentCalls.within(
          shortPatience(),
          name + " after close ends within its deadline",
          () -> Optional.ofNullable(catchThrowable(call::run)));
    }
  }

  /** Returns the smallest pipeline that can run: it leaves one line behind. */
  private static Pipeline oneStep() {
    return Pipeline.named("one-step")
        .parameter(StepProgram.SCRATCH, "scratch")
        .step(
            CapabilityPipelines.program(
                    Step.process("only", StepProgram.IMAGE), "count:order", "write:rows/rows.csv=1")
                .writes(CapabilityPipelines.ROWS))
        .build();
  }

  /** Hides new runs of the service that {@link #settings(Path)} has started. */
  private Runnable hidden() {
    fixture();
    return hideNewRuns(place());
  }

  /** Submits a run that the service may not show yet. */
  private RunHandle submittedWithoutWaiting(Submission submission) {
    return ConcurrentCalls.within(
        shortPatience(),
        "submit does not wait until the service shows the run: return when it has accepted it",
        () -> fixture().backend().submit(submission));
  }

  /** Returns how long a call may take that has nothing to wait for. */
  private Duration shortPatience() {
    Duration tenSeconds = Duration.ofSeconds(10);
    return patience().compareTo(tenSeconds) < 0 ? patience() : tenSeconds;
  }

  /** Returns whether a run has ended otherwise than well; a lost one may still be shown. */
  private static boolean hasFailed(RunStatus status) {
    return status instanceof RunStatus.Failed || status instanceof RunStatus.Cancelled;
  }

  private boolean declares(Capability capability) {
    return translator().capabilities().has(capability);
  }

  private Support support(Capability capability) {
    return translator().capabilities().of(capability);
  }

  /** Does the work where the capability is declared; else nothing but refusing can be shown. */
  private void onlyWith(Capability capability, Runnable work) {
    RunHandle unknown = new RunHandle(fixture().key("absent", 1), "no-such-run");
    onlyWith(capability, () -> fixture().backend().cancel(unknown), work);
  }

  private void onlyWith(Capability capability, Runnable refused, Runnable work) {
    if (declares(capability)) {
      work.run();
    } else {
      assertThat(catchThrowableOfType(UnsupportedFeature.class, refused::run))
          .as("a capability that is declared absent is refused as UnsupportedFeature")
          .isNotNull();
    }
  }

  private Optional<BackendFixture.Ended> runOrRefuse(String reference) {
    return runOrRefuse(ReferencePipelines.named(reference));
  }

  private Optional<BackendFixture.Ended> runOrRefuse(Pipeline pipeline) {
    return runOrRefuse(fixture().submission(pipeline));
  }

  private Optional<BackendFixture.Ended> runOrRefuse(Submission submission) {
    return refused(submission.pipeline())
        ? Optional.empty()
        : Optional.of(fixture().run(submission));
  }

  /**
   * Returns whether the pipeline needs an absent capability; then it was refused and nothing was
   * created.
   */
  private boolean refused(Pipeline pipeline) {
    boolean absent =
        CapabilityUse.of(pipeline).stream().anyMatch(use -> !declares(use.capability()));
    if (absent) {
      Submission submission = fixture().submission(pipeline);
      assertThat(
              catchThrowableOfType(
                  UnsupportedFeature.class, () -> fixture().backend().submit(submission)))
          .as("submit starts with preflight(...).orThrow: the pipeline needs what is absent")
          .isNotNull();
      assertThat(fixture().backend().find(submission.key()))
          .as("a refused submission creates nothing")
          .isEmpty();
      assertThat(fixture().backend().list(RunSummary.model(pipeline), Instant.EPOCH)).isEmpty();
    }
    return absent;
  }

  private boolean passes(Pipeline pipeline) {
    return fixture().backend().translator().preflight(pipeline).passed();
  }

  private String file(BackendFixture.Ended run, String artifact, String file) {
    return read(run.artifact(artifact), file);
  }

  private String read(URI artifact, String file) {
    try {
      return Files.readString(folderOf(artifact).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks that the process of a stopped step is gone; a function ran in this process. */
  private void assertGone(long process) {
    if (process != ProcessHandle.current().pid()) {
      Await.until(
          "the process of the stopped step to be gone",
          patience(),
          () -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent(),
          alive -> !alive);
    }
  }
}
