package dev.retrain.kfp;

import dev.retrain.api.pipeline.Arg;
import dev.retrain.kfp.ir.Argument;
import java.util.Map;

/**
 * Translates each argument of a step into the marker that stands for it.
 *
 * @param inputs keys of the artifacts the task takes in, by our name
 * @param outputs keys of the artifacts the task gives out, by our name
 * @param parameters markers of the parameters the task takes in, by our name
 * @param hyperparameterFile where the wrapper puts the file, if there are any
 */
record ContainerArguments(
    Map<String, String> inputs,
    Map<String, String> outputs,
    Map<String, Argument.ParameterValue> parameters,
    Argument hyperparameterFile)
    implements Arg.Visitor<Argument> {

  @Override
  public Argument literal(Arg.Literal literal) {
    return Argument.text(literal.text());
  }

  @Override
  public Argument in(Arg.In in) {
    return Argument.of(new Argument.InputPath(known(inputs, in.artifact())));
  }

  @Override
  public Argument out(Arg.Out out) {
    return Argument.of(new Argument.OutputPath(known(outputs, out.artifact())));
  }

  @Override
  public Argument param(Arg.Param param) {
    return Argument.of(known(parameters, param.name()));
  }

  @Override
  public Argument hyperparameters(Arg.Hyperparameters file) {
    return hyperparameterFile;
  }

  private static <T> T known(Map<String, T> names, String name) {
    T found = names.get(name);
    if (found == null) {
      throw new IllegalStateException(
          "the step does not take " + name + "; the pipeline is not valid");
    }
    return found;
  }
}
