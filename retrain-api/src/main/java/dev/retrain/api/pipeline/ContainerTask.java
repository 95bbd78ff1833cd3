package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The task of every step: a program with inputs and outputs.
 *
 * @param program what runs
 * @param wiring what goes in and comes out
 * @param execution how it is executed
 * @param description what it does, in words for people
 */
public record ContainerTask(
    Program program, Wiring wiring, Execution execution, Optional<String> description) {

  /**
   * The environment variable that holds the JSON text of a step's hyperparameters, the same as its
   * file of hyperparameters. Backends set it for every step that has any.
   */
  public static final String HYPERPARAMETERS_VARIABLE = "RETRAIN_HYPERPARAMETERS";

  /** Checks that nothing is missing. */
  public ContainerTask {
    requireNonNull(program);
    requireNonNull(wiring);
    requireNonNull(execution);
    requireNonNull(description);
  }

  /** Creates a task without a description. */
  public ContainerTask(Program program, Wiring wiring, Execution execution) {
    this(program, wiring, execution, Optional.empty());
  }

  static ContainerTask of(Program program) {
    return new ContainerTask(program, Wiring.NONE, Execution.DEFAULT);
  }

  ContainerTask with(Program other) {
    return new ContainerTask(other, wiring, execution, description);
  }

  ContainerTask with(Wiring other) {
    return new ContainerTask(program, other, execution, description);
  }

  ContainerTask with(Execution other) {
    return new ContainerTask(program, wiring, other, description);
  }

  ContainerTask describedBy(String text) {
    return new ContainerTask(program, wiring, execution, Optional.of(text));
  }

  /**
   * Returns the arguments after the command: the step's own where it has them, else by convention
   * {@code --name value} for every artifact read and written, every parameter, and the file of
   * hyperparameters where there are any. A check has no content, so it is never passed.
   *
   * <p>A standard component receives its options first and, by {@code --reads}, {@code --writes}
   * and {@code --takes}, which names follow and of what kind: {@code --reads raw:dataset}.
   */
  public List<Arg> arguments() {
    List<Arg> arguments = new ArrayList<>();
    if (program instanceof Program.Standard standard) {
      for (Map.Entry<String, String> option : standard.options().entrySet()) {
        flag(arguments, option.getKey(), new Arg.Literal(option.getValue()));
      }
      names(arguments, "reads", wiring.reads().stream().filter(ContainerTask::hasContent));
      names(arguments, "writes", wiring.writes().stream().filter(ContainerTask::hasContent));
      if (!wiring.parameters().isEmpty()) {
        flag(arguments, "takes", new Arg.Literal(String.join(",", wiring.parameters())));
      }
    }
    wiring.arguments().ifPresentOrElse(arguments::addAll, () -> byConvention(arguments));
    return List.copyOf(arguments);
  }

  private static boolean hasContent(Artifact<?> artifact) {
    return artifact.kind() != ArtifactKind.CHECK;
  }

  private static void names(List<Arg> arguments, String flag, Stream<Artifact<?>> artifacts) {
    String names =
        artifacts
            .map(a -> a.name() + ":" + a.kind().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
    if (!names.isEmpty()) {
      flag(arguments, flag, new Arg.Literal(names));
    }
  }

  private void byConvention(List<Arg> arguments) {
    wiring.reads().stream()
        .filter(ContainerTask::hasContent)
        .forEach(read -> flag(arguments, read.name(), Arg.in(read)));
    wiring.writes().stream()
        .filter(ContainerTask::hasContent)
        .forEach(write -> flag(arguments, write.name(), Arg.out(write)));
    wiring.parameters().forEach(name -> flag(arguments, name, Arg.param(name)));
    if (!wiring.hyperparameters().isEmpty()) {
      flag(arguments, "hyperparameters", Arg.hyperparameters());
    }
  }

  private static void flag(List<Arg> arguments, String name, Arg value) {
    arguments.add(new Arg.Literal("--" + name));
    arguments.add(value);
  }
}
