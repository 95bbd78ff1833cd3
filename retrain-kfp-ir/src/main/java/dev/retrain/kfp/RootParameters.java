package dev.retrain.kfp;

import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.ir.Argument;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a run: those of the pipeline, and the reserved ones that a task receives. */
final class RootParameters {

  /** Where the champion's model lies. No declared parameter has two underscores in a row. */
  static final String CHAMPION_URI = "champion__uri";

  /** Defaults let a run that was started elsewhere, by hand or by a native schedule, be adopted. */
  private static final Map<String, ParameterInput> RESERVED =
      Map.of(
          Parameter.RETRAIN_MODE, text("batch", "how much is retrained"),
          Parameter.RUN_KEY, text("", "key of the run; empty when retrain did not start it"),
          Parameter.DATA_VERSION, text("", "version of the data the run works on"),
          Parameter.SAMPLE,
              ParameterInput.withDefault(ParameterType.NUMBER_DOUBLE, new Constant.Numeric(1))
                  .describedAs("share of the rows to work on"),
          Parameter.TRIAL, text("false", "true registers nothing"));

  private final SpecBuilder definition;
  private final Map<String, ParameterInput> declared = new HashMap<>();

  RootParameters(SpecBuilder definition, Pipeline pipeline) {
    this.definition = definition;
    for (Parameter parameter : pipeline.parameters()) {
      declared.put(parameter.name(), input(parameter));
      definition.parameter(parameter.name(), input(parameter));
    }
  }

  /** Takes a parameter of the run into a task of the outermost graph. */
  Argument.ParameterValue into(TaskDraft draft, String name) {
    ParameterInput input = declared.get(name);
    if (input == null) {
      input = RESERVED.get(name);
      if (input == null) {
        throw new IllegalStateException("no parameter " + name + "; the pipeline is not valid");
      }
      definition.parameter(name, input);
    }
    return draft.parameter(name, input.type(), new ParameterSource.Parent(name));
  }

  /** Declares the parameter for the champion's address and returns its source. */
  ParameterSource champion(String whenThereIsNone) {
    definition.parameter(CHAMPION_URI, text(whenThereIsNone, "folder of the champion's model"));
    return new ParameterSource.Parent(CHAMPION_URI);
  }

  private static ParameterInput input(Parameter parameter) {
    ParameterType type = SpecTypes.of(parameter.type());
    return parameter
        .defaultValue()
        .map(text -> ParameterInput.withDefault(type, SpecTypes.constant(parameter.type(), text)))
        .orElseGet(() -> ParameterInput.required(type));
  }

  private static ParameterInput text(String fallback, String description) {
    return ParameterInput.withDefault(ParameterType.STRING, new Constant.Text(fallback))
        .describedAs(description);
  }
}
