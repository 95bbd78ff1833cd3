package dev.retrain.kfp;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.PipelineText;
import dev.retrain.translation.SearchTrials;
import dev.retrain.translation.StepProblems;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    pipeline.steps().forEach(step -> trials(step, rules, problems));
    return List.copyOf(problems);
  }

  /** The values of a trial arrive in its file of hyperparameters, as fixed ones do. */
  private static void trials(Step step, MarkerRules rules, List<Problem> problems) {
    TrialTasks.search(step)
        .flatMap(
            search ->
                Stream.concat(
                        SearchTrials.of(search).stream().map(values -> file(step, values)),
                        Stream.of(search.objective().name()))
                    .map(rules::argument)
                    .flatMap(Optional::stream)
                    .findFirst())
        .ifPresent(
            why ->
                problems.add(
                    StepProblems.error(
                        step, "text-would-be-replaced", "search.space", "space " + why, FIX)));
  }

  private static String file(Step step, Map<String, Node.Scalar> values) {
    return Documents.canonicalJson(
        Node.of(
            new LinkedHashMap<>(TrialTasks.of(step.task(), values).wiring().hyperparameters())));
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
