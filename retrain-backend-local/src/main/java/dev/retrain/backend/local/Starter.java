package dev.retrain.backend.local;

import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts what a step is bound to on this machine. */
final class Starter {

  private final Run run;
  private final Step step;
  private final Binding binding;

  Starter(Run run, Step step) {
    this.run = run;
    this.step = step;
    this.binding =
        run.machine()
            .bindings()
            .of(step)
            .orElseThrow(() -> new IllegalStateException("preflight let pass " + step.name()));
  }

  Attempt start(StepFolder folder, Path log) throws IOException {
    List<String> arguments = folder.arguments(step.task());
    if (binding instanceof Binding.Function bound) {
      return FunctionCall.start(bound.function(), folder, arguments, log, run.machine().threads());
    }
    if (binding instanceof Binding.Engine engine) {
      return new Container(run, engine).start(folder, arguments, environment(folder), log);
    }
    boolean standard = binding instanceof Binding.Standard;
    List<String> words = new ArrayList<>(words());
    words.addAll(arguments);
    Path where = standard ? run.machine().settings().dataRoot() : folder.work();
    return ChildProcess.start(words, where, environment(folder), log, () -> {});
  }

  private List<String> words() {
    return binding instanceof Binding.Standard standard
        ? standard.words()
        : ((Binding.Command) binding).words();
  }

  private Map<String, String> environment(StepFolder folder) throws IOException {
    Execution execution = step.task().execution();
    Map<String, String> all = new TreeMap<>(execution.environment());
    if (!folder.hyperparameters().isEmpty()) {
      all.put(ContainerTask.HYPERPARAMETERS_VARIABLE, Wiring.json(folder.hyperparameters()));
    }
    for (var secret : execution.secrets().entrySet()) {
      all.put(
          secret.getKey(),
          Secrets.read(run.machine().settings(), secret.getValue())
              .orElseThrow(() -> new IOException("the secret of " + secret.getKey() + " is gone")));
    }
    return all;
  }
}
