package dev.retrain.api.pipeline;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.InvalidPipelineException;
import dev.retrain.api.error.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The document form of a pipeline. */
final class PipelineShape {

  private static final String FORMAT = "pipeline/v1";

  static final Shape<PipelineDraft> SHAPE = shape();

  private PipelineShape() {}

  static Pipeline read(Node node) {
    DocumentReader reading = DocumentReader.start();
    PipelineDraft draft = SHAPE.read(node, reading);
    if (draft == null) {
      throw new InvalidDefinitionException("the pipeline", reading.problems());
    }
    try {
      return PipelineValidator.build(draft, reading.problems(), reading.incomplete());
    } catch (InvalidPipelineException e) {
      List<Problem> located = e.problems().stream().map(problem -> located(problem, node)).toList();
      throw new InvalidPipelineException(draft.name(), located);
    }
  }

  private static Problem located(Problem problem, Node node) {
    return problem.location().isPresent()
        ? problem
        : node.locate(problem.path()).map(problem::at).orElse(problem);
  }

  private static Shape<PipelineDraft> shape() {
    ObjectShape.Builder<PipelineDraft> pipeline = ObjectShape.named("Pipeline");
    pipeline.required(
        "retrain", Shapes.text().as(PipelineShape::format, f -> f), d -> FORMAT, FORMAT);
    var name = pipeline.required("name", Shapes.text(), PipelineDraft::name, "of the pipeline");
    var description =
        pipeline.maybe("description", Shapes.text(), PipelineDraft::description, "what it is for");
    var parameters =
        pipeline.optional(
            "parameters",
            Shapes.map(parameter()),
            Map.of(),
            PipelineShape::parameters,
            "given at submission");
    var steps =
        pipeline.required("steps", Shapes.list(step()), PipelineDraft::steps, "in any order");
    var gate = pipeline.maybe("gate", gate(), PipelineDraft::gate, "when the model is registered");
    var identity =
        pipeline.maybe("identity", Shapes.text(), PipelineDraft::identity, "steps run under");
    var tags =
        pipeline.optional(
            "tags",
            Shapes.map(Shapes.text()),
            Map.of(),
            PipelineDraft::tags,
            "for everything created");
    return pipeline.build(
        f ->
            new PipelineDraft(
                f.get(name),
                f.get(parameters).entrySet().stream()
                    .map(
                        e ->
                            new Parameter(
                                e.getKey(), e.getValue().type(), e.getValue().defaultValue()))
                    .toList(),
                f.get(steps),
                f.find(gate),
                f.find(identity),
                f.get(tags),
                f.find(description)));
  }

  private static String format(String text) {
    if (!text.equals(FORMAT)) {
      throw new IllegalArgumentException("this version reads " + FORMAT + ", not '" + text + "'");
    }
    return text;
  }

  private static Map<String, Parameter> parameters(PipelineDraft draft) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    draft.parameters().forEach(parameter -> byName.put(parameter.name(), parameter));
    return byName;
  }

  private static Shape<Parameter> parameter() {
    ObjectShape.Builder<Parameter> parameter = ObjectShape.named("Parameter");
    var type =
        parameter.optional(
            "type",
            Shapes.choice(Parameter.Type.class),
            Parameter.Type.STRING,
            Parameter::type,
            "of its values");
    var fallback =
        parameter.maybe(
            "default",
            Shapes.scalar(),
            p -> p.defaultValue().map(text -> (Node.Scalar) p.type().toNode(text)),
            "when none is given");
    return parameter.build(
        f -> new Parameter("", f.get(type), f.find(fallback).map(PipelineShape::text)));
  }

  private static String text(Node.Scalar scalar) {
    return scalar instanceof Node.Text text ? text.value() : scalar.toString();
  }

  private static Shape<Step> step() {
    ObjectShape.Builder<Step.Process> process = ObjectShape.named("Process");
    TaskFields<Step.Process> processFields = new TaskFields<>(process);
    ObjectShape.Builder<Step.Train> train = ObjectShape.named("Train");
    TaskFields<Step.Train> trainFields = new TaskFields<>(train);
    ObjectShape.Builder<Step.Tune> tune = ObjectShape.named("Tune");
    TaskFields<Step.Tune> tuneFields = new TaskFields<>(tune);
    var search =
        tune.maybe(
            "search", SearchShape.shape(), Step.Tune::search, "absent when the image searches");
    ObjectShape.Builder<Step.Evaluate> evaluate = ObjectShape.named("Evaluate");
    TaskFields<Step.Evaluate> evaluateFields = new TaskFields<>(evaluate);
    return UnionShape.<Step>on("kind")
        .with(
            "process",
            Step.Process.class,
            process.build(f -> new Step.Process(f.get(processFields.name), processFields.task(f))))
        .with(
            "train",
            Step.Train.class,
            train.build(f -> new Step.Train(f.get(trainFields.name), trainFields.task(f))))
        .with(
            "tune",
            Step.Tune.class,
            tune.build(
                f -> new Step.Tune(f.get(tuneFields.name), tuneFields.task(f), f.find(search))))
        .with(
            "evaluate",
            Step.Evaluate.class,
            evaluate.build(
                f -> new Step.Evaluate(f.get(evaluateFields.name), evaluateFields.task(f))));
  }

  private static Shape<Gate> gate() {
    ObjectShape.Builder<Registration> register = ObjectShape.named("Registration");
    var modelName =
        register.required("name", Shapes.text(), Registration::modelName, "in the registry");
    var model = register.required("model", Shapes.text(), r -> r.model().name(), "the artifact");
    var servedBy =
        register.maybe("servedBy", Serving.shape(), Registration::serving, "how it is served");
    ObjectShape.Builder<Gate> gate = ObjectShape.named("Gate");
    var metrics =
        gate.required("metrics", Shapes.text(), g -> g.metrics().name(), "what is judged");
    var conditions =
        gate.required(
            "conditions", ConditionShape.shape(), Gate::condition, "all of which must hold");
    var registration =
        gate.required(
            "register",
            register.build(
                f ->
                    new Registration(
                        f.get(modelName), Artifact.model(f.get(model)), f.find(servedBy))),
            Gate::registration,
            "what is registered then");
    return gate.build(
        f -> new Gate(Artifact.metrics(f.get(metrics)), f.get(conditions), f.get(registration)));
  }
}
