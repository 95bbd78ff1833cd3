package dev.retrain.translation;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The problems that preflight checks of more than one backend report. */
public final class StepProblems {

  private static final Pattern DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");

  /** Options of the standard steps that name a file or folder. */
  private static final Set<String> FILE_OPTIONS = Set.of("source", "schema", "accepted", "policy");

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

  /** Returns whether a pipeline has a standard step among the steps its document names. */
  public static boolean hasStandardStep(Pipeline pipeline) {
    return pipeline.steps().stream()
        .anyMatch(step -> step.task().program() instanceof Program.Standard);
  }

  /**
   * Returns the problem that the image of the standard steps is missing, has no digest or is not a
   * reference that registries know.
   *
   * @param image as the settings name it; empty when they do not
   */
  public static Optional<Problem> stepsImage(String backend, String image) {
    return DIGEST.matcher(image).matches() && StepImages.isReference(image)
        ? Optional.empty()
        : Optional.of(
            Problem.error(
                "steps-image",
                "settings.stepsImage",
                "settings of " + backend,
                image.isEmpty()
                    ? "stepsImage is missing"
                    : DIGEST.matcher(image).matches()
                        ? "stepsImage " + image + " is not the name of an image"
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

  /** Returns the problem that the image of a step is not a reference that registries know. */
  public static Optional<Problem> imageName(Step step, StepImages images) {
    return step.task().program() instanceof Program.Container container
            && !StepImages.isReference(images.complete(container.image()))
        ? Optional.of(
            error(
                step,
                "image-name",
                "image",
                "'" + images.complete(container.image()) + "' is not the name of an image",
                "Use lower case letters, digits and . _ - / before the tag and digest"))
        : Optional.empty();
  }

  /** Returns the problem that the image that serves a model is not a reference. */
  public static Optional<Problem> servingImage(Pipeline pipeline, StepImages images) {
    return pipeline
        .gate()
        .flatMap(gate -> gate.registration().serving())
        .map(serving -> images.complete(serving.image()))
        .filter(image -> !StepImages.isReference(image))
        .map(
            image ->
                Problem.error(
                    "image-name",
                    "gate.register.servedBy.image",
                    "gate",
                    "'" + image + "' is not the name of an image",
                    "Use lower case letters, digits and . _ - / before the tag and digest"));
  }

  /**
   * Returns warnings about options of standard steps that name files: a cloud's container does not
   * have the files of this machine, and nothing carries them there.
   *
   * @param mounted prefix of paths that the service mounts into containers; empty when none is
   */
  public static List<Problem> localFiles(Step step, String mounted) {
    List<Problem> problems = new ArrayList<>();
    if (step.task().program() instanceof Program.Standard standard) {
      standard.options().entrySet().stream()
          .filter(option -> FILE_OPTIONS.contains(option.getKey()))
          .filter(option -> isLocalFile(option.getValue(), mounted))
          .forEach(
              option ->
                  problems.add(
                      warning(
                          step,
                          "local-file",
                          option.getKey(),
                          option.getValue()
                              + " is a path of this machine, and nothing copies it into the"
                              + " container",
                          "Put it into stepsImage under an absolute path, or run on the local"
                              + " backend")));
    }
    return problems;
  }

  private static boolean isLocalFile(String text, String mounted) {
    boolean named = text.contains("/") || text.matches(".*\\.[A-Za-z0-9]{1,8}");
    boolean carried = !mounted.isEmpty() && text.startsWith(mounted);
    return named && !carried && !text.matches("(?!file:)[a-z][a-z0-9+.-]*:.*");
  }

  /**
   * Returns a warning when the standard steps cannot register in a registry, so that a run would
   * fail after its gate has passed.
   *
   * @param registry as the settings name it, or the backend's default
   * @param mounted prefix of paths that outlive a container; empty when there is none
   */
  public static Optional<Problem> registry(Pipeline pipeline, String registry, String mounted) {
    boolean reached =
        registry.startsWith("azureml:") || (!mounted.isEmpty() && registry.startsWith(mounted));
    if (pipeline.gate().isEmpty() || reached) {
      return Optional.empty();
    }
    boolean folder = !registry.contains("://") || registry.startsWith("file:");
    return Optional.of(
        Problem.warning(
            "registry-unreachable",
            "gate.register",
            "gate",
            folder
                ? "the registry " + registry + " is a folder of the container, lost at its end"
                : "the step that registers cannot write to " + registry + " and would fail",
            "Set registry to azureml://subscriptions/.../workspaces/..."
                + (mounted.isEmpty() ? "" : ", or to a folder below " + mounted)));
  }

  /** Returns the problem that an environment variable has a name reserved for a secret. */
  public static Problem reservedVariable(Step step, String variable) {
    return error(
        step,
        "variable-twice",
        "environment." + variable,
        variable + " is reserved for the address of a secret",
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
