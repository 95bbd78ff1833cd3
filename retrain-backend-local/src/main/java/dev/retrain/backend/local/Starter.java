package dev.retrain.backend.local;

import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import dev.retrain.backend.local.process.ChildEnvironment;
import dev.retrain.backend.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts what a step is bound to on this machine, or adopts what another process started. */
final class Starter {

  private final ActiveRun run;
  private final Step step;
  private final Binding binding;

  Starter(ActiveRun run, Step step) {
    this.run = run;
    this.step = step;
    this.binding =
        run.services()
            .bindings()
            .of(step)
            .orElseThrow(() -> new IllegalStateException("preflight let pass " + step.name()));
  }

  Attempt start(StepFolder folder, Path log) throws IOException {
    List<String> arguments = folder.arguments(step.task());
    if (binding instanceof Binding.Function bound) {
      return FunctionCall.start(bound.function(), folder, arguments, log, run.services().threads());
    }
    Map<String, String> own = new TreeMap<>(step.task().execution().environment());
    if (!folder.hyperparameters().isEmpty()) {
      own.put(ContainerTask.HYPERPARAMETERS_VARIABLE, Wiring.json(folder.hyperparameters()));
    }
    own.putAll(secrets());
    ChildEnvironment inherited = run.services().settings().inherited(System.getenv());
    if (binding instanceof Binding.Engine engine) {
      return new Container(run, engine).start(folder, arguments, inherited, own, log);
    }
    List<String> words = new ArrayList<>(words());
    words.addAll(arguments);
    Path where =
        binding instanceof Binding.Command command
            ? command.folder().orElse(folder.work())
            : run.services().settings().dataRoot();
    return ChildProcess.start(words, where, inherited.with(own), log, () -> {});
  }

  /**
   * Adopts a process of this step that another process started and that runs, or has ended and left
   * its exit code; ends what is left of any other.
   */
  Optional<Attempt> adopt(ProcessIdentity process, Path log) throws IOException {
    return AdoptedProcess.adopt(process, log, () -> alsoOnStop(log));
  }

  /** Ends a process of this step that another process started, and what it started. */
  void end(ProcessIdentity process, Path log) throws IOException {
    Optional<Attempt> adopted = adopt(process, log);
    if (adopted.isPresent()) {
      adopted.get().stop();
    }
  }

  private void alsoOnStop(Path log) {
    if (binding instanceof Binding.Engine engine) {
      new Container(run, engine).kill(log);
    }
  }

  private List<String> words() {
    return binding instanceof Binding.Standard standard
        ? standard.words()
        : ((Binding.Command) binding).words();
  }

  /** Returns what hides the secrets of this step, and of this process, in what it printed. */
  Masking masking() throws IOException {
    return Masking.of(secrets().values(), System.getenv());
  }

  private Map<String, String> secrets() throws IOException {
    Execution execution = step.task().execution();
    Map<String, String> all = new TreeMap<>();
    for (var secret : execution.secrets().entrySet()) {
      all.put(
          secret.getKey(),
          Secrets.read(run.services().settings(), secret.getValue())
              .orElseThrow(() -> new IOException("the secret of " + secret.getKey() + " is gone")));
    }
    return all;
  }
}
