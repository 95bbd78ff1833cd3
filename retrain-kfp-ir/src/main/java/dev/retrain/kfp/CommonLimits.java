package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Limits that both services share. */
final class CommonLimits {

  private static final Pattern DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");

  private final Pipeline pipeline;
  private final Service service;
  private final List<Problem> problems = new ArrayList<>();

  private CommonLimits(Pipeline pipeline, Service service) {
    this.pipeline = pipeline;
    this.service = service;
  }

  static List<Problem> problems(Pipeline pipeline, Service service) {
    CommonLimits limits = new CommonLimits(pipeline, service);
    limits.stepsImage();
    limits.place();
    pipeline.parameters().forEach(limits::parameter);
    pipeline.steps().forEach(limits::hints);
    return List.copyOf(limits.problems);
  }

  private void stepsImage() {
    if (needsStepsImage() && !DIGEST.matcher(service.place().stepsImage()).matches()) {
      String image = service.place().stepsImage();
      problems.add(
          Problem.error(
              "steps-image",
              "settings.stepsImage",
              "settings of " + service.name(),
              image.isEmpty() ? "stepsImage is missing" : "stepsImage " + image + " has no digest",
              "Name the image of the standard steps as image@sha256:..."));
    }
  }

  private void place() {
    List<String> texts = new ArrayList<>(service.place().stepsCommand());
    texts.add(service.place().registry());
    for (String text : texts) {
      service
          .texts()
          .argument(text)
          .ifPresent(
              why ->
                  problems.add(
                      Problem.error(
                          "text-would-be-replaced",
                          "settings",
                          "settings of " + service.name(),
                          "'" + text + "' " + why,
                          "Write it differently: a definition cannot escape it")));
    }
  }

  private boolean needsStepsImage() {
    return pipeline.gate().isPresent()
        || pipeline.steps().stream()
            .anyMatch(
                step ->
                    step.task().program() instanceof Program.Standard
                        || (step instanceof Step.Tune tune && tune.search().isPresent()));
  }

  /** Whole numbers travel as doubles. */
  private void parameter(Parameter parameter) {
    boolean unsafe =
        parameter.type() == Parameter.Type.INTEGER
            && parameter
                .defaultValue()
                .map(Long::parseLong)
                .filter(value -> Math.abs((double) value) >= 0x1p53)
                .isPresent();
    if (unsafe) {
      problems.add(
          Problem.error(
              "integer-too-large",
              "parameters." + parameter.name(),
              "parameter " + parameter.name(),
              "whole numbers beyond 2^53 - 1 are not exact on " + service.name(),
              "Declare it as a text"));
    }
  }

  private void hints(Step step) {
    for (String hint : step.task().execution().hints(service.name()).keySet()) {
      if (!service.hints().contains(hint)) {
        problems.add(
            Problem.warning(
                "unknown-hint",
                "steps." + step.name() + ".hints." + service.name() + "." + hint,
                "step " + step.name(),
                service.name() + " ignores the hint '" + hint + "', which it does not know",
                "It knows " + service.hints().stream().sorted().toList()));
      }
    }
  }
}
