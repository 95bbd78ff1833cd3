package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.PipelineText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds every text of a pipeline that would not arrive as it is. */
public final class MarkerChecks {

  private static final String FIX =
      "Write it differently, or read it from a file: a definition cannot escape it";

  private MarkerChecks() {}

  /** Returns all problems, in the order of the definition. */
  public static List<Problem> problems(Pipeline pipeline, MarkerRules rules) {
    List<Problem> problems = new ArrayList<>();
    for (PipelineText text : PipelineText.of(pipeline)) {
      refusal(text, rules)
          .ifPresent(
              why ->
                  problems.add(
                      text.refused("text-would-be-replaced", lastKey(text) + " " + why, FIX)));
    }
    return List.copyOf(problems);
  }

  /** Tags are checked by the service, hyperparameters as the file that holds them. */
  private static Optional<String> refusal(PipelineText text, MarkerRules rules) {
    return switch (text.use()) {
      case PARAMETER, COMMAND, ARGUMENT, HYPERPARAMETER_FILE, GATE -> rules.argument(text.value());
      case ENVIRONMENT -> rules.variable(text.value());
      case TAG, HYPERPARAMETER, SEARCH_SPACE, SERVING -> Optional.empty();
    };
  }

  private static String lastKey(PipelineText text) {
    return text.path().substring(text.path().lastIndexOf('.') + 1);
  }
}
