package dev.retrain.translation;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A text of a pipeline that a service hands on to a container or keeps, and the place it comes
 * from. Services read markers inside such texts; each backend refuses those it cannot escape.
 *
 * @param use how the text is used
 * @param path where it stands in the document, such as {@code steps.train.args}
 * @param subject such as {@code step train}, for problems
 * @param value the text
 */
public record PipelineText(Use use, String path, String subject, String value) {

  /** How a text is used. */
  public enum Use {
    /** The default of a parameter. */
    PARAMETER,
    /** The key or value of a tag. */
    TAG,
    /** An element of a command. */
    COMMAND,
    /** A literal argument. */
    ARGUMENT,
    /** The name or value of one hyperparameter. */
    HYPERPARAMETER,
    /** The JSON of all fixed hyperparameters of a step. */
    HYPERPARAMETER_FILE,
    /** The value of an environment variable. */
    ENVIRONMENT,
    /** The name of a hyperparameter that is searched over, or one value of its choice. */
    SEARCH_SPACE,
    /** An environment variable or path of the serving container. */
    SERVING,
    /** The JSON of the gate's conditions and registration. */
    GATE
  }

  /** Returns all texts of a pipeline, in the order of its document. */
  public static List<PipelineText> of(Pipeline pipeline) {
    List<PipelineText> texts = new ArrayList<>();
    pipeline
        .parameters()
        .forEach(
            parameter ->
                parameter
                    .defaultValue()
                    .ifPresent(
                        text ->
                            texts.add(
                                new PipelineText(
                                    Use.PARAMETER,
                                    "parameters." + parameter.name(),
                                    "parameter " + parameter.name(),
                                    text))));
    pipeline
        .tags()
        .forEach(
            (key, value) -> {
              texts.add(new PipelineText(Use.TAG, "tags." + key, "tag " + key, key));
              texts.add(new PipelineText(Use.TAG, "tags." + key, "tag " + key, value));
            });
    pipeline.steps().forEach(step -> new StepTexts(step, texts).add());
    pipeline
        .gate()
        .flatMap(gate -> gate.registration().serving())
        .ifPresent(serving -> add(serving, texts));
    ((Node.Mapping) pipeline.toNode())
        .get("gate")
        .map(Documents::canonicalJson)
        .ifPresent(json -> texts.add(new PipelineText(Use.GATE, "gate", "gate", json)));
    return List.copyOf(texts);
  }

  private static void add(Serving serving, List<PipelineText> texts) {
    String path = "gate.register.servedBy";
    serving
        .environment()
        .forEach(
            (name, value) ->
                texts.add(
                    new PipelineText(Use.SERVING, path + ".environment." + name, "gate", value)));
    texts.add(new PipelineText(Use.SERVING, path, "gate", serving.predictPath()));
    texts.add(new PipelineText(Use.SERVING, path, "gate", serving.healthPath()));
  }

  /** Returns the problem that this text cannot be used, for the given reason. */
  public Problem refused(String code, String why, String fix) {
    return Problem.error(code, path, subject, why, fix);
  }

  /** Collects the texts of one step. */
  private record StepTexts(Step step, List<PipelineText> texts) {

    void add() {
      if (step.task().program() instanceof Program.Container container) {
        container.command().forEach(word -> add(Use.COMMAND, "command", word));
      }
      for (Arg argument : step.task().arguments()) {
        if (argument instanceof Arg.Literal literal) {
          add(Use.ARGUMENT, "args", literal.text());
        }
      }
      addHyperparameters();
      step.task()
          .execution()
          .environment()
          .forEach((name, value) -> add(Use.ENVIRONMENT, "environment." + name, value));
      TrialTasks.search(step).ifPresent(search -> search.space().forEach(this::addRange));
    }

    private void addHyperparameters() {
      var hyperparameters = step.task().wiring().hyperparameters();
      hyperparameters.forEach(
          (name, value) -> {
            add(Use.HYPERPARAMETER, "hyperparameters." + name, name);
            add(Use.HYPERPARAMETER, "hyperparameters." + name, text(value));
          });
      if (!hyperparameters.isEmpty()) {
        Node file = Node.of(new LinkedHashMap<>(hyperparameters));
        add(Use.HYPERPARAMETER_FILE, "hyperparameters", Documents.canonicalJson(file));
      }
    }

    private void addRange(String name, Range range) {
      add(Use.SEARCH_SPACE, "search.space." + name, name);
      if (range instanceof Range.Categorical choice) {
        choice.values().forEach(v -> add(Use.SEARCH_SPACE, "search.space." + name, text(v)));
      }
    }

    private void add(Use use, String key, String value) {
      texts.add(
          new PipelineText(use, "steps." + step.name() + "." + key, "step " + step.name(), value));
    }

    private static String text(Node.Scalar value) {
      return value instanceof Node.Text text ? text.value() : Documents.canonicalJson(value);
    }
  }
}
