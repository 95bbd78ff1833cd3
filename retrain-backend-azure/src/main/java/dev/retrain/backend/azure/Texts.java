package dev.retrain.backend.azure;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts that would not arrive as they are. The service reads <code>${{</code> and <code>$[[</code>
 * wherever they stand, and has no way to escape them; and it puts the values of parameters into the
 * command of a component, between single quotes there. Such texts are refused; all others arrive
 * unchanged.
 */
final class Texts {

  private final List<Problem> problems = new ArrayList<>();

  private Texts() {}

  static List<Problem> problems(Pipeline pipeline) {
    Texts texts = new Texts();
    pipeline.parameters().forEach(texts::checkParameter);
    pipeline.tags().forEach((key, value) -> texts.check("tags." + key, "tag", key + value));
    pipeline.steps().forEach(texts::checkStep);
    pipeline.gate().flatMap(gate -> gate.registration().serving()).ifPresent(texts::checkServing);
    return texts.problems;
  }

  /** Why a text cannot stand in a request; empty when it can. */
  static Optional<String> refusal(String text) {
    if (text.contains("${{") || text.contains("$[[")) {
      return Optional.of("has ${{ or $[[, which the service would replace");
    }
    if (text.indexOf('\0') >= 0) {
      return Optional.of("has a zero byte, which no command can hold");
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? Optional.empty()
        : Optional.of("has half of a surrogate pair, which is not valid Unicode");
  }

  /** Why a text cannot be the value of a parameter; empty when it can. */
  static Optional<String> valueRefusal(String text) {
    if (text.chars().noneMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)))) {
      return Optional.of("has no letter or digit, without which the service takes no value");
    }
    return text.indexOf('\'') >= 0
        ? Optional.of("has a single quote, which would end the quotes it is put into")
        : refusal(text);
  }

  private void checkParameter(Parameter parameter) {
    parameter
        .defaultValue()
        .flatMap(Texts::valueRefusal)
        .ifPresent(
            why -> report("parameters." + parameter.name(), "parameter " + parameter.name(), why));
  }

  private void checkStep(Step step) {
    String subject = "step " + step.name();
    String path = "steps." + step.name() + ".";
    checkProgram(step, path, subject);
    for (Arg argument : step.task().arguments()) {
      if (argument instanceof Arg.Literal literal) {
        check(path + "args", subject, literal.text());
      }
    }
    step.task()
        .wiring()
        .hyperparameters()
        .forEach(
            (key, value) -> check(path + "hyperparameters." + key, subject, key + text(value)));
    checkExecution(step.task().execution(), path, subject);
    if (step instanceof Step.Tune tune) {
      tune.search()
          .ifPresent(search -> search.space().forEach((n, r) -> checkRange(path, subject, n, r)));
    }
  }

  private void checkProgram(Step step, String path, String subject) {
    if (step.task().program() instanceof Program.Container container) {
      container.command().forEach(word -> check(path + "command", subject, word));
    }
  }

  private void checkExecution(Execution execution, String path, String subject) {
    execution
        .environment()
        .forEach((name, value) -> check(path + "environment." + name, subject, value));
  }

  private void checkRange(String path, String subject, String name, Range range) {
    String place = path + "search.space." + name;
    check(place, subject, name);
    if (range instanceof Range.Categorical choice) {
      boolean texts = choice.values().get(0) instanceof Node.Text;
      for (Node.Scalar value : choice.values()) {
        if (value instanceof Node.Text != texts) {
          report(
              place, subject, "mixes texts with other values, which a trial could not tell apart");
        } else if (text(value).matches("(?s).*['\"\\\\\\p{Cntrl}].*")) {
          report(place, subject, "has a choice with a quote, backslash or control character");
        } else {
          check(place, subject, text(value));
        }
      }
    }
  }

  private void checkServing(Serving serving) {
    for (Map.Entry<String, String> variable : serving.environment().entrySet()) {
      check("gate.register.servedBy.environment." + variable.getKey(), "gate", variable.getValue());
    }
    check("gate.register.servedBy", "gate", serving.predictPath() + serving.healthPath());
  }

  private static String text(Node.Scalar value) {
    return value instanceof Node.Text text ? text.value() : value.toString();
  }

  private void check(String path, String subject, String text) {
    refusal(text).ifPresent(why -> report(path, subject, why));
  }

  private void report(String path, String subject, String why) {
    problems.add(
        Problem.error("text", path, subject, "a text " + why, "Change it, or pass it in a file"));
  }
}
