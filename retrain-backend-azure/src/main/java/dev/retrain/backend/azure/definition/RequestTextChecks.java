package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.PipelineText;
import dev.retrain.translation.TrialTasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts that would not arrive as they are. The service reads <code>${{</code> and <code>$[[</code>
 * wherever they stand, and has no way to escape them; and it puts the values of parameters into the
 * command of a component, between single quotes there. Such texts are refused; all others arrive
 * unchanged.
 */
final class RequestTextChecks {

  private RequestTextChecks() {}

  static List<Problem> problems(Pipeline pipeline) {
    List<Problem> problems = new ArrayList<>();
    for (PipelineText text : PipelineText.of(pipeline)) {
      refusal(text).ifPresent(why -> problems.add(problem(text.path(), text.subject(), why)));
    }
    pipeline.steps().forEach(step -> checkMixture(step, problems));
    return problems;
  }

  private static Optional<String> refusal(PipelineText text) {
    return switch (text.use()) {
      case PARAMETER -> valueRefusal(text.value());
      case SEARCH_SPACE -> choiceRefusal(text.value());
      case HYPERPARAMETER_FILE, GATE -> Optional.empty();
      default -> refusal(text.value());
    };
  }

  private static Optional<String> choiceRefusal(String text) {
    return text.matches("(?s).*['\"\\\\\\p{Cntrl}].*")
        ? Optional.of("has a quote, backslash or control character")
        : refusal(text);
  }

  /** A trial sees only texts, so a choice has texts alone or none. */
  private static void checkMixture(Step step, List<Problem> problems) {
    TrialTasks.search(step)
        .ifPresent(
            search ->
                search
                    .space()
                    .forEach(
                        (name, range) -> {
                          if (range instanceof Range.Categorical choice && isMixed(choice)) {
                            problems.add(mixed(step, name));
                          }
                        }));
  }

  private static Problem mixed(Step step, String hyperparameter) {
    return problem(
        "steps." + step.name() + ".search.space." + hyperparameter,
        "step " + step.name(),
        "mixes texts with other values, which a trial could not tell apart");
  }

  private static boolean isMixed(Range.Categorical choice) {
    long texts = choice.values().stream().filter(Node.Text.class::isInstance).count();
    return texts > 0 && texts < choice.values().size();
  }

  /** Returns why a text cannot be part of a request; empty when it can. */
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

  /** Returns why a text cannot be the value of a parameter; empty when it can. */
  static Optional<String> valueRefusal(String text) {
    if (text.chars().noneMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)))) {
      return Optional.of("has no letter or digit, without which the service takes no value");
    }
    return text.indexOf('\'') >= 0
        ? Optional.of("has a single quote, which would end the quotes it is put into")
        : refusal(text);
  }

  private static Problem problem(String path, String subject, String why) {
    return Problem.error("text", path, subject, "a text " + why, "Change it, or pass it in a file");
  }
}
