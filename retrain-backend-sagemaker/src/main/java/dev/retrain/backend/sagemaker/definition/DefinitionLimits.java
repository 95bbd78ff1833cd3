package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Registration;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.translation.PipelineText;
import dev.retrain.translation.StepProblems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Checks a pipeline as a whole against the limits of the service. */
final class DefinitionLimits {

  /** PipelineDefinition of CreatePipeline. */
  static final int MAX_CHARACTERS = 1_048_576;

  private static final int MAX_PARAMETERS = 200;

  /** The default quota; an account may have more. */
  private static final int USUAL_STEPS = 50;

  /** Every parameter becomes an argument of a job's command, which takes this many characters. */
  private static final int MAX_ARGUMENT = 256;

  private static final int SERVING_PORT = 8080;

  private final Pipeline pipeline;
  private final SageMakerSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  private DefinitionLimits(JobContext parts) {
    this.pipeline = parts.pipeline();
    this.settings = parts.settings();
  }

  static List<Problem> problems(JobContext parts, PipelineDefinition definition) {
    DefinitionLimits limits = new DefinitionLimits(parts);
    limits.checkStepsImage();
    limits.checkSizes(definition);
    limits.checkTags();
    limits.checkTexts();
    StepProblems.servingImage(parts.pipeline(), parts.images()).ifPresent(limits.problems::add);
    limits.pipeline.parameters().forEach(limits::checkParameter);
    limits.checkConditions();
    limits
        .pipeline
        .gate()
        .map(gate -> gate.registration())
        .flatMap(Registration::serving)
        .ifPresent(serving -> limits.checkServing(serving, parts.instances()));
    return limits.problems;
  }

  private void checkStepsImage() {
    if (StepProblems.hasStandardStep(pipeline)) {
      StepProblems.stepsImage(SageMakerTranslator.NAME, settings.stepsImage().orElse(""))
          .ifPresent(problems::add);
    }
  }

  private void checkConditions() {
    boolean tooMany =
        pipeline.gate().filter(gate -> Clauses.size(gate.condition()) > Clauses.MOST).isPresent();
    if (tooMany) {
      problems.add(
          Problem.error(
              "too-many-conditions",
              "gate.conditions",
              "gate",
              "its nested conditions become more than " + Clauses.MOST + " comparisons",
              "Nest fewer conjunctions inside a disjunction"));
    }
  }

  private void checkSizes(PipelineDefinition definition) {
    int parameters = pipeline.parameters().size();
    if (parameters > MAX_PARAMETERS - 6) {
      error(
          "too-many-parameters",
          "parameters",
          parameters + " parameters and retrain's own are more than the " + MAX_PARAMETERS,
          "Declare fewer");
    }
    if (definition.compactLength() > MAX_CHARACTERS) {
      error(
          "definition-too-large",
          "",
          "the definition has "
              + definition.compactLength()
              + " characters, the service takes "
              + MAX_CHARACTERS,
          "Use fewer steps, or shorter texts");
    }
    if (definition.steps().size() > USUAL_STEPS) {
      problems.add(
          Problem.warning(
              "many-steps",
              "steps",
              "pipeline " + pipeline.name(),
              definition.steps().size() + " steps; the usual quota is " + USUAL_STEPS,
              "Request a higher quota of steps in a pipeline"));
    }
  }

  private void checkTags() {
    for (String key : pipeline.tags().keySet()) {
      if (key.startsWith("retrain:") || key.startsWith("retrain.") || key.startsWith("aws:")) {
        error("reserved-tag", "tags." + key, "the tag '" + key + "' is reserved", "Rename the tag");
      }
    }
    pipeline
        .tags()
        .forEach(
            (key, value) -> {
              if (value.isEmpty() && pipeline.gate().isPresent()) {
                error(
                    "empty-tag",
                    "tags." + key,
                    "a registered version cannot carry the empty tag '" + key + "'",
                    "Give it a value");
              }
            });
  }

  /**
   * No argument, variable or file name of a process holds a zero byte, and JSON no half of a pair.
   */
  private void checkTexts() {
    for (PipelineText text : PipelineText.of(pipeline)) {
      boolean zero = text.value().indexOf('\0') >= 0;
      if (zero || !StandardCharsets.UTF_8.newEncoder().canEncode(text.value())) {
        problems.add(
            text.refused(
                "text",
                zero
                    ? "a text has a zero byte, which no process can receive"
                    : "a text has half of a surrogate pair, which is not valid Unicode",
                "Change it, or pass it in a file"));
      }
    }
  }

  private void checkParameter(Parameter parameter) {
    String value = parameter.defaultValue().orElse("");
    if (value.length() > MAX_ARGUMENT || !value.matches(".*")) {
      error(
          "parameter-form",
          "parameters." + parameter.name(),
          "the default of "
              + parameter.name()
              + " has "
              + value.length()
              + " characters or a line end; an argument of a job takes "
              + MAX_ARGUMENT
              + " in one line",
          "Pass it in a file");
    }
    StepProblems.inexactInteger(parameter).ifPresent(problems::add);
  }

  private void checkServing(Serving serving, InstanceTypes instances) {
    if (serving.port() != SERVING_PORT) {
      error(
          "serving-port",
          "gate.register.servedBy.port",
          "the model would listen on "
              + serving.port()
              + ", the service sends requests to "
              + SERVING_PORT,
          "Let the serving image listen on " + SERVING_PORT);
    }
    if (!serving.predictPath().equals("/invocations") || !serving.healthPath().equals("/ping")) {
      problems.add(
          Problem.warning(
              "serving-paths",
              "gate.register.servedBy",
              "gate",
              "the service requests /ping and /invocations, not "
                  + serving.healthPath()
                  + " and "
                  + serving.predictPath(),
              "Let the serving image answer there as well"));
    }
    if (instances.of(serving.resources(), false).isEmpty()) {
      error(
          "no-machine",
          "gate.register.servedBy.resources",
          "no instance is enough to serve the model",
          "Request less, or list a larger machine in the settings");
    }
  }

  private void error(String code, String path, String what, String fix) {
    problems.add(Problem.error(code, path, "pipeline " + pipeline.name(), what, fix));
  }
}
