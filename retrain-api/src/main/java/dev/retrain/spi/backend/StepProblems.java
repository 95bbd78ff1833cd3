package dev.retrain.spi.backend;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.Optional;
import java.util.regex.Pattern;

/** The problems that preflight checks of more than one backend report. */
public final class StepProblems {

  private static final Pattern DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");

  private StepProblems() {}

  /**
   * Returns an error about one step.
   *
   * @param key path below the step, such as {@code resources.cpu}
   */
  public static Problem error(Step step, String code, String key, String what, String fix) {
    return Problem.error(code, path(step, key), subject(step), what, fix);
  }

  /**
   * Returns a warning about one step.
   *
   * @param key path below the step, such as {@code resources.cpu}
   */
  public static Problem warning(Step step, String code, String key, String what, String fix) {
    return Problem.warning(code, path(step, key), subject(step), what, fix);
  }

  /** Whether a pipeline has a standard step among the steps its document names. */
  public static boolean hasStandardStep(Pipeline pipeline) {
    return pipeline.steps().stream()
        .anyMatch(step -> step.task().program() instanceof Program.Standard);
  }

  /**
   * Returns the problem that the image of the standard steps is missing or has no digest.
   *
   * @param image as the settings name it; empty when they do not
   */
  public static Optional<Problem> stepsImage(String backend, String image) {
    return DIGEST.matcher(image).matches()
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "steps-image",
                "settings.stepsImage",
                "settings of " + backend,
                image.isEmpty()
                    ? "stepsImage is missing"
                    : "stepsImage " + image + " has no digest",
                "Name the image of the standard steps as image@sha256:..."));
  }

  /**
   * Returns a warning when the image of a step names no registry.
   *
   * @param consequence what the service does with such an image
   */
  public static Optional<Problem> imageWithoutRegistry(
      Step step, StepImages images, String consequence) {
    return step.task().program() instanceof Program.Container container
            && !StepImages.hasHost(images.complete(container.image()))
        ? Optional.of(
            warning(
                step,
                "image-without-registry",
                "image",
                "the image " + container.image() + " names no registry, " + consequence,
                "Set imageRegistry, or name the registry in the image"))
        : Optional.empty();
  }

  /** Returns the problem that an environment variable has a name reserved for a secret. */
  public static Problem reservedVariable(Step step, String variable) {
    return error(
        step,
        "variable-twice",
        "environment." + variable,
        variable + " is where retrain says where a secret is kept",
        "Rename the variable");
  }

  /**
   * Returns the problem that the default of a whole-number parameter is beyond 2^53 - 1, for
   * services that carry numbers as doubles.
   */
  public static Optional<Problem> inexactInteger(Parameter parameter) {
    boolean inexact =
        parameter.type() == Parameter.Type.INTEGER
            && parameter
                .defaultValue()
                .map(Long::parseLong)
                .filter(value -> Math.abs((double) value) >= 0x1p53)
                .isPresent();
    return inexact
        ? Optional.of(
            Problem.error(
                "integer-too-large",
                "parameters." + parameter.name(),
                "parameter " + parameter.name(),
                "whole numbers beyond 2^53 - 1 are not exact on this service",
                "Declare it as a text"))
        : Optional.empty();
  }

  private static String path(Step step, String key) {
    return "steps." + step.name() + "." + key;
  }

  private static String subject(Step step) {
    return "step " + step.name();
  }
}
