package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds every text of a pipeline that would not arrive as it is. */
public final class Texts {

  private static final String FIX =
      "Write it differently, or read it from a file: a definition cannot escape it";

  private final TextRules rules;
  private final List<Problem> problems = new ArrayList<>();

  private Texts(TextRules rules) {
    this.rules = rules;
  }

  /** All problems, in the order of the definition. */
  public static List<Problem> problems(Pipeline pipeline, TextRules rules) {
    Texts texts = new Texts(rules);
    pipeline.parameters().forEach(texts::parameter);
    pipeline.steps().forEach(texts::step);
    ((Node.Mapping) pipeline.toNode())
        .get("gate")
        .ifPresent(gate -> texts.argument("gate", "gate", Documents.canonicalJson(gate)));
    return List.copyOf(texts.problems);
  }

  private void parameter(Parameter parameter) {
    parameter
        .defaultValue()
        .ifPresent(
            text ->
                argument("parameters." + parameter.name(), "parameter " + parameter.name(), text));
  }

  private void step(Step step) {
    String path = "steps." + step.name();
    String subject = "step " + step.name();
    if (step.task().program() instanceof Program.Container container) {
      container.command().forEach(word -> argument(path + ".command", subject, word));
    }
    for (Arg argument : step.task().arguments()) {
      if (argument instanceof Arg.Literal literal) {
        argument(path + ".args", subject, literal.text());
      }
    }
    Map<String, Node> hyperparameters = new LinkedHashMap<>(step.task().wiring().hyperparameters());
    argument(path + ".hyperparameters", subject, Documents.canonicalJson(Node.of(hyperparameters)));
    step.task()
        .execution()
        .environment()
        .forEach((name, value) -> variable(path + ".environment." + name, subject, value));
  }

  private void argument(String path, String subject, String text) {
    rules.argument(text).ifPresent(why -> add(path, subject, why));
  }

  private void variable(String path, String subject, String text) {
    rules.variable(text).ifPresent(why -> add(path, subject, why));
  }

  private void add(String path, String subject, String why) {
    String part = path.substring(path.lastIndexOf('.') + 1);
    problems.add(Problem.error("text-would-be-replaced", path, subject, part + " " + why, FIX));
  }
}
