package dev.retrain.api.error;

import java.util.List;

/** A pipeline that cannot be built, with every problem found. */
public final class InvalidPipelineException extends InvalidDefinitionException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception from the problems of a pipeline. */
  public InvalidPipelineException(String pipeline, List<Problem> problems) {
    super("pipeline " + pipeline, problems);
  }
}
