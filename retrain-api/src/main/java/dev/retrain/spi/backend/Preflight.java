package dev.retrain.spi.backend;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Every problem that would prevent a backend from running a pipeline, found before anything is
 * submitted.
 *
 * @param problems each with step, reason and fix; those of code {@link #UNSUPPORTED} are features
 *     the backend declares absent
 */
public record Preflight(List<Problem> problems) {

  /** The code of a problem about a capability the backend declares absent. */
  public static final String UNSUPPORTED = "unsupported";

  /** The code of a problem about a program of the machine where an image is needed. */
  public static final String NEEDS_IMAGE = "needs-image";

  /** Copies the problems. */
  public Preflight {
    problems = List.copyOf(problems);
  }

  /** Checks what a pipeline needs against what a backend declares. */
  public static Preflight of(Pipeline pipeline, Capabilities capabilities) {
    List<Problem> problems = new ArrayList<>();
    for (CapabilityUse use : CapabilityUse.of(pipeline)) {
      if (capabilities.of(use.capability()) instanceof Support.Absent absent) {
        problems.add(
            Problem.error(
                UNSUPPORTED,
                use.step().map(step -> "steps." + step).orElse(""),
                use.step().map(step -> "step " + step).orElse("pipeline " + pipeline.name()),
                "needs " + use.capability() + ": " + absent.why(),
                absent.fix()));
      }
    }
    for (Step step : pipeline.steps()) {
      if (step.task().program() instanceof Program.Container container && container.isOfMachine()) {
        problems.add(
            Problem.error(
                NEEDS_IMAGE,
                "steps." + step.name() + ".program",
                "step " + step.name(),
                "is a program of the machine that the pipeline is written on",
                "Build an image with the program and name it as image, with command"));
      }
    }
    return new Preflight(problems);
  }

  /** Returns a copy with more problems. */
  public Preflight and(List<Problem> more) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Preflight(all);
  }

  /** Returns whether there is no error. */
  public boolean passed() {
    return problems.stream().noneMatch(Problem::isError);
  }

  /**
   * Throws if there is an error.
   *
   * @throws UnsupportedFeature if the backend lacks something the pipeline needs
   * @throws InvalidDefinitionException if something else is wrong
   */
  public void orThrow(String backend, Pipeline pipeline) {
    List<Problem> errors = problems.stream().filter(Problem::isError).toList();
    if (errors.isEmpty()) {
      return;
    }
    InvalidDefinitionException all =
        new InvalidDefinitionException(pipeline.name() + " on " + backend, errors);
    if (errors.stream().anyMatch(problem -> problem.code().equals(UNSUPPORTED))) {
      throw new UnsupportedFeature(String.valueOf(all.getMessage()), FailureContext.none(), all);
    }
    throw all;
  }
}
