package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.runtime.provenance.DataReference;
import dev.retrain.runtime.provenance.DvcPointer;
import dev.retrain.runtime.provenance.Provenance;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retrain run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a pipeline once per key (pipeline, parameters, data version, mode, retrain mode, sample,"
            + " attempt); a repetition prints the existing run.")
final class RunCommand implements Callable<Integer> {

  /** The purpose of a run. */
  enum Purpose {
    PRODUCTION,
    CI
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Parameters(paramLabel = "PIPELINE", description = "A pipeline as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--mode",
      paramLabel = "production|ci",
      defaultValue = "production",
      description =
          "The purpose of the run; part of its key and a tag on everything it creates. A run in mode"
              + " ci is a trial: it registers nothing and is never adopted.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Purpose purpose;

  @Option(
      names = "--trigger-reason",
      required = true,
      paramLabel = "TEXT",
      description = "The reason; kept with the run.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Option(
      names = "--data-version",
      required = true,
      paramLabel = "TEXT",
      description = "The version of the data, or a .dvc file, whose hash is used.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String dataVersion;

  @Option(names = "--param", paramLabel = "k=v", description = "Sets a parameter of the pipeline.")
  private Map<String, String> parameters = new TreeMap<>();

  @Option(
      names = "--hyperparameter",
      paramLabel = "step.name=value",
      description = "Sets a declared hyperparameter of a step for this run; part of its key.")
  private Map<String, String> hyperparameters = new TreeMap<>();

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of the rows to use, above 0 up to 1; a step must take the parameter sample. Below 1"
              + " the run is a trial: it registers nothing and is never adopted.")
  private double sample;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      defaultValue = "1",
      description = "Increase it to run again under a new key.")
  private int attempt;

  @Option(names = "--wait", description = "Waits for the end and prints the result.")
  private boolean wait;

  @Option(
      names = "--retrain-mode",
      paramLabel = "MODE",
      defaultValue = "full",
      description = "The retrain mode: batch, incremental, immediate, full.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private RetrainMode retrainMode;

  @Override
  public Integer call() throws Exception {
    Pipeline pipeline = HyperparameterOption.apply(hyperparameters, Pipeline.read(file));
    check();
    checkSample(pipeline);
    try (Backend service = backend.open(file)) {
      RunKey key = key(pipeline);
      Optional<RunHandle> existing = service.find(key);
      RunHandle run =
          existing.isPresent()
              ? existing.get()
              : service.submit(submission(pipeline, key, service));
      if (existing.isPresent()) {
        output
            .err()
            .println(
                "The run exists: same pipeline, parameters, data version and mode. Use --attempt "
                    + (attempt + 1)
                    + " to run it again.");
        resume(service, pipeline, key, run);
      }
      RunLook look = look(service, run, existing.isPresent());
      output.print(
          RunDocument.of(run, look.status(), look.steps(), existing.isPresent()),
          out -> {
            RunText.print(run, look.status(), look.steps(), out);
            if (isTrial()
                && look.status() instanceof RunStatus.Succeeded
                && pipeline.gate().isPresent()) {
              out.println("The run is a trial: its gate passed, and nothing was registered.");
            }
          });
      return RunExit.code(look.status());
    }
  }

  private RunLook look(Backend service, RunHandle run, boolean existed) {
    if (wait || runsInProcess()) {
      return RunLook.of(service, run, new RunWait(service, run, output.err()).forEnd(existed));
    }
    return existed
        ? RunLook.of(service, run, service.status(run))
        : RunLook.afterSubmission(service, run);
  }

  private boolean isTrial() {
    return sample < 1 || purpose == Purpose.CI;
  }

  /** Refuses values that no run can have. */
  private void check() {
    if (!(sample > 0 && sample <= 1)) {
      throw invalid("--sample", "a share above 0 up to 1, such as 0.01");
    }
    if (attempt < 1) {
      throw invalid("--attempt", "a number from 1");
    }
    if (dataVersion.isBlank()) {
      throw invalid("--data-version", "a version of the data, such as 2024-05-01");
    }
    if (reason.isBlank()) {
      throw invalid("--trigger-reason", "a reason");
    }
  }

  /** A sample that no step takes would be a run on all rows under the name of a sample. */
  private void checkSample(Pipeline pipeline) {
    if (sample < 1 && !pipeline.reservedParametersUsed().contains(Parameter.SAMPLE)) {
      throw new ParameterException(
          command.commandLine(),
          "Option '--sample' has no effect: no step of the pipeline "
              + pipeline.name()
              + " takes the parameter sample. Add it to the parameters of the step that reads the"
              + " data, or remove the option");
    }
  }

  private ParameterException invalid(String option, String wanted) {
    return new ParameterException(
        command.commandLine(), "Invalid value for option '" + option + "': give " + wanted);
  }

  /** Returns whether this process drives the run, which then ends with it. */
  private boolean runsInProcess() {
    return backend.name().equals("local");
  }

  /** Resumes a run whose driver died; submitting the same key again continues it. */
  private void resume(Backend service, Pipeline pipeline, RunKey key, RunHandle run) {
    RunStatus status = service.status(run);
    if (status instanceof RunStatus.Lost lost) {
      output.err().println("The run was lost (" + lost.why() + ") and is resumed.");
    }
    // A step may run whose process is gone: submitting adopts it, and does nothing otherwise.
    if (status instanceof RunStatus.Lost || (runsInProcess() && !status.terminal())) {
      service.submit(submission(pipeline, key, service));
    }
  }

  private RunKey key(Pipeline pipeline) {
    Map<String, String> bound = pipeline.bind(parameters);
    String content =
        String.join(
            "\n",
            pipeline.contentHash(),
            bound.toString(),
            data().version(),
            purpose.name(),
            retrainMode.name(),
            Double.toString(sample));
    return RunKey.of(pipeline.name(), Documents.sha256(content), attempt);
  }

  private Submission submission(Pipeline pipeline, RunKey key, Backend service) {
    Optional<ModelVersion> champion =
        pipeline
            .gate()
            .flatMap(
                gate ->
                    backend
                        .registry(service)
                        .byAlias(gate.registration().modelName(), ModelRegistry.CHAMPION));
    Submission submission =
        Submission.of(pipeline, key, parameters, retrainMode, data().version(), reason)
            .sampled(sample)
            .withChampion(champion)
            .withTags(provenance(pipeline).tags())
            .withTags(Map.of("Mode", purpose.name().toLowerCase(Locale.ROOT)));
    submission
        .tagProblems()
        .forEach(
            problem ->
                output.err().println("warning: " + problem.what() + ". " + problem.fix() + "."));
    return submission;
  }

  private Provenance provenance(Pipeline pipeline) {
    String model =
        pipeline.gate().map(gate -> gate.registration().modelName()).orElse(pipeline.name());
    return new Provenance(model, Commit.here(), Clock.systemUTC().instant(), attempt, data());
  }

  private DataReference data() {
    return DataReference.of(
        DvcPointer.isNamed(dataVersion)
            ? DvcPointer.read(Path.of(dataVersion)).version() // a missing file is an error
            : dataVersion);
  }
}
