package dev.retrain.api.pipeline;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What goes into a step and what comes out.
 *
 * @param reads artifacts, in the order of the definition
 * @param writes artifacts, in the order of the definition
 * @param parameters names of the parameters the step receives; no other is passed
 * @param hyperparameters passed as one JSON file when there are any
 * @param arguments what replaces the convention {@code --name value}, for images that have flags of
 *     their own
 * @param ranges hyperparameter to the values it may take, in the definition and in each run
 */
public record Wiring(
    List<Artifact<?>> reads,
    List<Artifact<?>> writes,
    List<String> parameters,
    Map<String, Node.Scalar> hyperparameters,
    Optional<List<Arg>> arguments,
    Map<String, Range> ranges) {

  static final Wiring NONE =
      new Wiring(List.of(), List.of(), List.of(), Map.of(), Optional.empty());

  /** Copies the collections; hyperparameters are sorted by name. */
  public Wiring {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    parameters = List.copyOf(parameters);
    hyperparameters = Collections.unmodifiableMap(new TreeMap<>(hyperparameters));
    arguments = arguments.map(List::copyOf);
    ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
  }

  /** Creates a wiring whose hyperparameters may take any value of their type. */
  public Wiring(
      List<Artifact<?>> reads,
      List<Artifact<?>> writes,
      List<String> parameters,
      Map<String, Node.Scalar> hyperparameters,
      Optional<List<Arg>> arguments) {
    this(reads, writes, parameters, hyperparameters, arguments, Map.of());
  }

  /**
   * Returns hyperparameters as the JSON text that a step receives as a file and in the variable
   * {@link ContainerTask#HYPERPARAMETERS_VARIABLE}: one flat object with sorted keys.
   */
  public static String json(Map<String, Node.Scalar> hyperparameters) {
    return Documents.canonicalJson(Node.of(new TreeMap<>(hyperparameters)));
  }

  Wiring withRanges(Map<String, Range> allowed) {
    return new Wiring(reads, writes, parameters, hyperparameters, arguments, allowed);
  }

  Wiring withReads(List<Artifact<?>> more) {
    return new Wiring(more, writes, parameters, hyperparameters, arguments, ranges);
  }

  Wiring withWrites(List<Artifact<?>> more) {
    return new Wiring(reads, more, parameters, hyperparameters, arguments, ranges);
  }

  Wiring withParameters(List<String> more) {
    return new Wiring(reads, writes, more, hyperparameters, arguments, ranges);
  }

  Wiring withHyperparameters(Map<String, Node.Scalar> more) {
    return new Wiring(reads, writes, parameters, more, arguments, ranges);
  }

  Wiring withArguments(List<Arg> own) {
    return new Wiring(reads, writes, parameters, hyperparameters, Optional.of(own), ranges);
  }
}
