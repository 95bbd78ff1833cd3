package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.StepProblems;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Limits that both services share. */
final class KfpLimits {

  /** The hints that all services know. */
  private static final Set<String> HINTS = Set.of(ContainerResourceMapping.ACCELERATOR_HINT);

  private final Pipeline pipeline;
  private final KfpService service;
  private final List<Problem> problems = new ArrayList<>();

  private KfpLimits(Pipeline pipeline, KfpService service) {
    this.pipeline = pipeline;
    this.service = service;
  }

  static List<Problem> problems(Pipeline pipeline, KfpService service) {
    KfpLimits limits = new KfpLimits(pipeline, service);
    limits.stepsImage();
    limits.place();
    String mounted = service.profile().place().mounted();
    StepProblems.registry(pipeline, service.profile().place().registry(), mounted)
        .ifPresent(limits.problems::add);
    pipeline
        .parameters()
        .forEach(p -> StepProblems.inexactInteger(p).ifPresent(limits.problems::add));
    StepProblems.servingImage(pipeline, service.profile().place().images())
        .ifPresent(limits.problems::add);
    for (Step step : pipeline.steps()) {
      limits.hints(step);
      StepProblems.imageName(step, service.profile().place().images())
          .ifPresent(limits.problems::add);
      limits.problems.addAll(StepProblems.localFiles(step, mounted));
    }
    return List.copyOf(limits.problems);
  }

  private void stepsImage() {
    if (needsStepsImage()) {
      StepProblems.stepsImage(service.profile().name(), service.profile().place().stepsImage())
          .ifPresent(problems::add);
    }
  }

  private void place() {
    List<String> texts = new ArrayList<>(service.profile().place().stepsCommand());
    texts.add(service.profile().place().registry());
    for (String text : texts) {
      service
          .profile()
          .texts()
          .argument(text)
          .ifPresent(
              why ->
                  problems.add(
                      Problem.error(
                          "text-would-be-replaced",
                          "settings",
                          "settings of " + service.profile().name(),
                          "'" + text + "' " + why,
                          "Write it differently: a definition cannot escape it")));
    }
  }

  private boolean needsStepsImage() {
    return pipeline.gate().isPresent()
        || StepProblems.hasStandardStep(pipeline)
        || pipeline.steps().stream().anyMatch(step -> TrialTasks.search(step).isPresent());
  }

  private void hints(Step step) {
    for (String hint : step.task().execution().hints(service.profile().name()).keySet()) {
      if (!HINTS.contains(hint)) {
        problems.add(
            StepProblems.warning(
                step,
                "unknown-hint",
                "hints." + service.profile().name() + "." + hint,
                service.profile().name()
                    + " ignores the hint '"
                    + hint
                    + "', which it does not know",
                "Known hints: " + HINTS.stream().sorted().toList()));
      }
    }
  }
}
