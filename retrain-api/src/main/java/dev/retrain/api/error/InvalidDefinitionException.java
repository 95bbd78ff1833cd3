package dev.retrain.api.error;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A definition (pipeline, retraining, settings) that cannot be used, with every problem found.
 *
 * <p>{@link #problems()} holds warnings too; at least one is an error.
 */
public sealed class InvalidDefinitionException extends RetrainException
    permits InvalidPipelineException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Creates an exception from the problems of a definition.
   *
   * @param subject what cannot be used, such as {@code settings local.yaml}
   * @param problems everything found
   */
  public InvalidDefinitionException(String subject, List<Problem> problems) {
    super(message(subject, problems), FailureContext.none(), null);
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem found, in the order of the definition. */
  public List<Problem> problems() {
    // Transient, as in RetrainException: the message keeps the text.
    return problems == null ? List.of() : problems;
  }

  private static String message(String subject, List<Problem> problems) {
    long errors = problems.stream().filter(Problem::isError).count();
    return problems.stream()
        .map(problem -> "  " + problem)
        .collect(
            Collectors.joining(
                "\n",
                subject + " has " + errors + (errors == 1 ? " error" : " errors") + ":\n",
                ""));
  }
}
