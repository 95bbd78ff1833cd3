package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.ContainerTask;
import java.util.List;

/** What each argument of a step is in the command of its component. */
final class CommandArguments implements Arg.Visitor<String> {

  List<String> words(ContainerTask task) {
    return task.arguments().stream().map(argument -> argument.accept(this)).toList();
  }

  @Override
  public String literal(Arg.Literal literal) {
    return CommandScript.quoted(literal.text());
  }

  @Override
  public String in(Arg.In in) {
    return CommandScript.input(AzureNames.artifact(in.artifact()));
  }

  @Override
  public String out(Arg.Out out) {
    return CommandScript.output(AzureNames.artifact(out.artifact()));
  }

  @Override
  public String param(Arg.Param param) {
    return CommandScript.input(AzureNames.parameter(param.name()));
  }

  @Override
  public String hyperparameters(Arg.Hyperparameters file) {
    return CommandScript.HYPERPARAMETERS;
  }
}
