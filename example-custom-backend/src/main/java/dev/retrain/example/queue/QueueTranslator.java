package dev.retrain.example.queue;

import static dev.retrain.spi.backend.Support.absent;
import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Plan.StepPlan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.StepPlans;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pure half: a pipeline becomes a job of tasks.
 *
 * @param backend the name of the backend
 */
record QueueTranslator(String backend) implements Translator {

  // region capabilities
  private static final Capabilities DECLARED = declared();

  private static Capabilities declared() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      all.put(
          capability,
          absent("the service has nothing of the kind", "Use another backend, or leave it out"));
    }
    Support task = natively("a task");
    all.put(Capability.PROCESS, task);
    all.put(Capability.TRAIN, task);
    all.put(Capability.EVALUATE, task);
    all.put(Capability.TUNE_OWN_IMAGE, task);
    all.put(Capability.GATE, emulated("judged by this process when the job has ended"));
    all.put(Capability.CHAMPION, natively("a folder of the job"));
    all.put(Capability.PARAMETERS, natively("parameters of the job"));
    all.put(Capability.HYPERPARAMETERS, natively("a file of the task"));
    all.put(Capability.TIMEOUT, natively("limit of the task"));
    all.put(Capability.ENVIRONMENT, natively("variables of the task"));
    all.put(Capability.TAGS, natively("labels of the job"));
    all.put(Capability.CANCEL, natively("deleting the job"));
    return Capabilities.of(all);
  }

  @Override
  public Capabilities capabilities() {
    return DECLARED;
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    return Preflight.of(pipeline, DECLARED);
  }

  // endregion capabilities

  // region translate
  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    preflight(pipeline).orThrow(backend, pipeline);
    return new NativeDefinition(Map.of(backend + "/job.json", Documents.json(job(pipeline))));
  }

  static Node job(Pipeline pipeline) {
    List<Node> tasks = pipeline.steps().stream().map(step -> task(pipeline, step)).toList();
    Map<String, Node> defaults = new TreeMap<>();
    pipeline
        .parameters()
        .forEach(p -> p.defaultValue().ifPresent(value -> defaults.put(p.name(), Node.of(value))));
    return Node.of(
        Map.of(
            "name", Node.of(pipeline.name()),
            "parameters", Node.of(defaults),
            "tasks", Node.of(tasks)));
  }

  private static Node task(Pipeline pipeline, Step step) {
    Map<String, Node> task = new TreeMap<>();
    task.put("name", Node.of(step.name()));
    task.put("image", Node.of(container(step).image()));
    task.put("needs", Node.of(pipeline.upstream(step).stream().map(Node::of).toList()));
    task.put("outputs", Node.of(outputs(step).stream().map(Node::of).toList()));
    List<Node> words = new ArrayList<>();
    container(step).command().forEach(word -> words.add(argument("text", word)));
    step.task()
        .arguments()
        .forEach(argument -> words.add(argument.accept(new ArgumentNodes(pipeline))));
    task.put("command", Node.of(words));
    Map<String, Node> variables = new TreeMap<>();
    step.task().execution().environment().forEach((k, v) -> variables.put(k, Node.of(v)));
    Map<String, Node.Scalar> values = step.task().wiring().hyperparameters();
    if (!values.isEmpty()) {
      variables.put(ContainerTask.HYPERPARAMETERS_VARIABLE, Node.of(Wiring.json(values)));
    }
    task.put("environment", Node.of(variables));
    Map<String, Node> hyperparameters = new TreeMap<>(values);
    task.put("hyperparameters", Node.of(hyperparameters));
    step.task()
        .execution()
        .timeout()
        .ifPresent(limit -> task.put("limitMillis", Node.of(limit.toMillis())));
    return Node.of(task);
  }

  /** Writes each argument with its kind, so that no text is ever taken for something else. */
  private record ArgumentNodes(Pipeline pipeline) implements Arg.Visitor<Node> {
    @Override
    public Node literal(Arg.Literal literal) {
      return argument("text", literal.text());
    }

    @Override
    public Node in(Arg.In in) {
      return in.artifact().equals(Artifact.CHAMPION)
          ? argument("champion", in.artifact())
          : argument(
              "in", pipeline.writerOf(in.artifact()).orElseThrow().name() + "/" + in.artifact());
    }

    @Override
    public Node out(Arg.Out out) {
      return argument("out", out.artifact());
    }

    @Override
    public Node param(Arg.Param param) {
      return argument("parameter", param.name());
    }

    @Override
    public Node hyperparameters(Arg.Hyperparameters file) {
      return argument("hyperparameters", "file");
    }
  }

  private static Node argument(String kind, String text) {
    return Node.of(Map.of(kind, Node.of(text)));
  }

  // endregion translate

  private static Program.Container container(Step step) {
    return (Program.Container) step.task().program();
  }

  private static List<String> outputs(Step step) {
    return step.task().wiring().writes().stream().map(Artifact::name).toList();
  }

  // region plan
  @Override
  public Plan plan(Pipeline pipeline) {
    return StepPlans.plan(
        backend,
        pipeline,
        preflight(pipeline),
        step -> plan(pipeline, step),
        QueueTranslator::plan);
  }

  private StepPlan plan(Pipeline pipeline, Step step) {
    Map<Capability, Support> features = StepPlans.features(CapabilityUse.of(step), DECLARED);
    return new StepPlan(
        step.name(),
        step.kind(),
        "task",
        StepPlans.weakest(features, natively("task")),
        features,
        Map.of("machine", "whichever worker is free"),
        step.task().program() instanceof Program.Container container
            ? container.image()
            : "none: the service has no standard steps",
        pipeline.identityOf(step),
        StepPlans.hints(step.task().execution(), backend),
        List.of());
  }

  private static StepPlan plan(Gate gate) {
    return new StepPlan(
        "gate",
        "gate",
        "judged by this process",
        DECLARED.of(Capability.GATE),
        Map.of(Capability.GATE, DECLARED.of(Capability.GATE)),
        Map.of("machine", "this one"),
        "",
        Optional.empty(),
        Map.of(),
        List.of("when " + gate.condition()));
  }
  // endregion plan
}
