package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.ContainerTask;
import java.util.List;

/** What each argument of a step is on the command line of its job. */
record JobArguments(ContainerPaths paths, PipelineParameters parameters)
    implements Arg.Visitor<Node> {

  List<Node> arguments(ContainerTask task) {
    return task.arguments().stream().map(argument -> argument.accept(this)).toList();
  }

  @Override
  public Node literal(Arg.Literal literal) {
    return Node.of(literal.text());
  }

  @Override
  public Node in(Arg.In in) {
    return Node.of(paths.in(in.artifact()));
  }

  @Override
  public Node out(Arg.Out out) {
    return Node.of(paths.out(out.artifact()));
  }

  @Override
  public Node param(Arg.Param param) {
    return parameters.text(param.name());
  }

  @Override
  public Node hyperparameters(Arg.Hyperparameters file) {
    return Node.of(paths.hyperparameters());
  }
}
