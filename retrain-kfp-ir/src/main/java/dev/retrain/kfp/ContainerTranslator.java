package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.RetryPolicy;
import dev.retrain.kfp.ir.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns one container task into a component, its executor and a task of the outermost graph. */
final class ContainerTranslator {

  /** Both services cap a back-off at this. */
  private static final Duration MAX_BACKOFF = Duration.ofHours(1);

  private final SpecBuilder definition;
  private final RootParameters parameters;
  private final RunLocation place;
  private final ServiceDialect dialect;

  ContainerTranslator(
      SpecBuilder definition,
      RootParameters parameters,
      RunLocation place,
      ServiceDialect dialect) {
    this.definition = definition;
    this.parameters = parameters;
    this.place = place;
    this.dialect = dialect;
  }

  /**
   * Adds a task.
   *
   * @param draft with the name, and whatever goes in and out beside the wiring
   * @param work what runs
   * @return what the task gives out, in the order of what the work writes
   */
  List<SpecBuilder.Produced> add(TaskDraft draft, ContainerTask work) {
    Map<String, String> inputs = reads(draft, work);
    List<SpecBuilder.Produced> outputs = new ArrayList<>();
    Map<String, String> outputKeys = new HashMap<>();
    for (Artifact<?> artifact : work.wiring().writes()) {
      SpecBuilder.Produced produced = draft.gives(artifact);
      outputs.add(produced);
      outputKeys.put(artifact.name(), produced.output().key());
    }
    Argument file = hyperparameterFile(outputs);
    ContainerArguments translator =
        new ContainerArguments(inputs, outputKeys, parameters(draft, work), file);
    List<Argument> arguments = new ArrayList<>();
    for (Arg argument : work.arguments()) {
      arguments.add(argument.accept(translator));
    }
    executor(draft, container(work, arguments, inputs, outputs, file), work.execution());
    definition.component(draft.name(), draft.component());
    definition.task(draft.name(), scheduled(draft.task(), work.execution()));
    return outputs;
  }

  /** Adds the executor of a task and what goes with its pod. */
  void executor(TaskDraft draft, Executor.Container container, Execution execution) {
    Map<String, String> environment = new HashMap<>(dialect.secretReferences(execution));
    environment.putAll(execution.environment());
    definition.executor(draft.name(), container.with(environment, dialect.machine(execution)));
    dialect.pod(execution).ifPresent(pod -> definition.pod(draft.name(), pod));
  }

  private Map<String, String> reads(TaskDraft draft, ContainerTask work) {
    Map<String, String> keys = new HashMap<>();
    for (Artifact<?> artifact : work.wiring().reads()) {
      SpecBuilder.Produced by = definition.producer(artifact.name());
      if (artifact.kind() == ArtifactKind.CHECK) {
        draft.after(by.output().task());
      } else {
        keys.put(artifact.name(), draft.artifact(artifact.name(), by.type(), by.output()));
      }
    }
    return keys;
  }

  private Map<String, Argument.ParameterValue> parameters(TaskDraft draft, ContainerTask work) {
    Map<String, Argument.ParameterValue> markers = new HashMap<>();
    for (String name : work.wiring().parameters()) {
      markers.put(name, parameters.into(draft, name));
    }
    // The services' caches do not look behind an address: the version of the data must be part of
    // the key.
    if (work.execution().cache().isPresent() && !markers.containsKey(Parameter.DATA_VERSION)) {
      parameters.into(draft, Parameter.DATA_VERSION);
    }
    return markers;
  }

  private static Argument hyperparameterFile(List<SpecBuilder.Produced> outputs) {
    return outputs.stream()
        .filter(SpecBuilder.Produced::hasContent)
        .findFirst()
        .map(
            produced ->
                Argument.of(
                    new Argument.OutputPath(produced.output().key()),
                    new Argument.Text(".hyperparameters.json")))
        .orElse(Argument.text("/tmp/retrain/hyperparameters.json"));
  }

  private Executor.Container container(
      ContainerTask work,
      List<Argument> arguments,
      Map<String, String> inputs,
      List<SpecBuilder.Produced> outputs,
      Argument file) {
    CommandWrapper wrapper = new CommandWrapper();
    if (work.program() instanceof Program.Container) {
      folders(wrapper, inputs, outputs);
    }
    Map<String, Node> hyperparameters = new LinkedHashMap<>(work.wiring().hyperparameters());
    if (!hyperparameters.isEmpty()) {
      wrapper.file(file, Documents.canonicalJson(Node.of(hyperparameters)));
    }
    List<Argument> command =
        wrapper.wrap(command(work.program()), dialect.ownTimeLimit(work.execution()));
    return Executor.Container.of(image(work.program()), command, arguments);
  }

  /**
   * The launchers make only the parent of an output, and nothing for a champion that is absent. The
   * standard steps make their folders themselves.
   */
  private static void folders(
      CommandWrapper wrapper, Map<String, String> inputs, List<SpecBuilder.Produced> outputs) {
    Optional.ofNullable(inputs.get(Artifact.CHAMPION))
        .ifPresent(key -> wrapper.folder(Argument.of(new Argument.InputPath(key))));
    outputs.stream()
        .filter(SpecBuilder.Produced::hasContent)
        .map(produced -> Argument.of(new Argument.OutputPath(produced.output().key())))
        .forEach(wrapper::emptyFolder);
  }

  private String image(Program program) {
    return program instanceof Program.Container container ? container.image() : place.stepsImage();
  }

  private List<Argument> command(Program program) {
    return program instanceof Program.Standard standard
        ? place.command(standard.component())
        : ((Program.Container) program).command().stream().map(Argument::text).toList();
  }

  private static TaskSpec scheduled(TaskSpec task, Execution execution) {
    TaskSpec cached = task.cached(execution.cache().isPresent());
    Retry retry = execution.retry();
    return retry.attempts() == 1
        ? cached
        : cached.retrying(new RetryPolicy(retry.attempts() - 1, retry.backoff(), 2, MAX_BACKOFF));
  }
}
