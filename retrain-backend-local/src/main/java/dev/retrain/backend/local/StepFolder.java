package dev.retrain.backend.local;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Wiring;
import dev.retrain.steps.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where one step, or one trial of a search, works and what goes into it. Everything lies in one
 * folder; names with a dot are ours, since no artifact has one.
 *
 * @param step its name
 * @param top the step's own folder, absolute
 * @param inputs artifact to folder
 * @param outputs artifact to folder
 * @param parameters name to value, only those the step receives
 * @param hyperparameters of this execution
 */
record StepFolder(
    String step,
    Path top,
    Map<String, Path> inputs,
    Map<String, Path> outputs,
    Map<String, String> parameters,
    Map<String, Node.Scalar> hyperparameters) {

  StepFolder {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
    outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    hyperparameters = Collections.unmodifiableMap(new TreeMap<>(hyperparameters));
  }

  /** Returns the working folder of the step's process. */
  Path work() {
    return top.resolve(".work");
  }

  Path hyperparameterFile() {
    return top.resolve("hyperparameters.json");
  }

  Path log(int attempt) {
    return log(top, attempt);
  }

  static Path log(Path top, int attempt) {
    return top.resolve("attempt-" + attempt + ".log");
  }

  /** Empties the folders: what an earlier attempt left must not pass for a result. */
  void prepare() throws IOException {
    for (Path output : outputs.values()) {
      FolderTree.delete(output);
      Files.createDirectories(output);
    }
    FolderTree.delete(work());
    Files.createDirectories(work());
    if (!hyperparameters.isEmpty()) {
      Files.writeString(
          hyperparameterFile(), Documents.json(Shapes.map(Shapes.scalar()).write(hyperparameters)));
    }
  }

  /** Returns this folder with other hyperparameters and outputs in a folder of a trial. */
  StepFolder trial(Path folder, Map<String, Node.Scalar> values) {
    Map<String, Path> own = new TreeMap<>();
    outputs.keySet().forEach(name -> own.put(name, folder.resolve(name)));
    return new StepFolder(step, folder, inputs, own, parameters, values);
  }

  /**
   * Returns the arguments after the command, with everything replaced by what it stands for. A
   * trial has hyperparameters also where the step itself fixes none.
   */
  List<String> arguments(ContainerTask task) {
    Wiring wiring = task.wiring();
    Wiring own =
        new Wiring(
            wiring.reads(),
            wiring.writes(),
            wiring.parameters(),
            hyperparameters,
            wiring.arguments());
    return new ContainerTask(task.program(), own, task.execution())
        .arguments().stream().map(arg -> arg.accept(new Values())).toList();
  }

  private final class Values implements Arg.Visitor<String> {
    @Override
    public String literal(Arg.Literal literal) {
      return literal.text();
    }

    @Override
    public String in(Arg.In in) {
      return of(inputs, in.artifact()).toString();
    }

    @Override
    public String out(Arg.Out out) {
      return of(outputs, out.artifact()).toString();
    }

    @Override
    public String param(Arg.Param param) {
      return of(parameters, param.name());
    }

    @Override
    public String hyperparameters(Arg.Hyperparameters file) {
      return hyperparameterFile().toString();
    }

    private <V> V of(Map<String, V> all, String name) {
      return Optional.ofNullable(all.get(name))
          .orElseThrow(() -> new IllegalStateException(step + " has no " + name));
    }
  }
}
