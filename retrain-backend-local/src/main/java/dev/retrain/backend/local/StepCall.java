package dev.retrain.backend.local;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a step that is a Java function gets: the container contract without a container. */
public final class StepCall {

  private final StepFolder folder;
  private final List<String> arguments;
  private final PrintWriter log;

  StepCall(StepFolder folder, List<String> arguments, PrintWriter log) {
    this.folder = folder;
    this.arguments = List.copyOf(arguments);
    this.log = log;
  }

  /**
   * Returns the folder of an artifact the step reads; it must not be changed.
   *
   * @throws IllegalArgumentException if the step reads no such artifact
   */
  public Path in(String artifact) {
    return known(folder.inputs(), artifact, "reads");
  }

  /**
   * Returns the folder of an artifact the step writes; it is there and empty.
   *
   * @throws IllegalArgumentException if the step writes no such artifact
   */
  public Path out(String artifact) {
    return known(folder.outputs(), artifact, "writes");
  }

  /**
   * Returns the value of a parameter the step receives.
   *
   * @throws IllegalArgumentException if the step receives no such parameter
   */
  public String parameter(String name) {
    return known(folder.parameters(), name, "receives");
  }

  /** Returns the hyperparameters, those of the trial where the step is a search. */
  public Map<String, Node.Scalar> hyperparameters() {
    return folder.hyperparameters();
  }

  /**
   * Returns a hyperparameter that is a number.
   *
   * @throws IllegalArgumentException if there is none of this name or it is no number
   */
  public double number(String hyperparameter) {
    if (known(hyperparameters(), hyperparameter, "has") instanceof Node.Num number) {
      return number.value().doubleValue();
    }
    throw new IllegalArgumentException("the hyperparameter " + hyperparameter + " is no number");
  }

  /** Returns the arguments a process would get after its command. */
  public List<String> arguments() {
    return arguments;
  }

  /** Returns where lines for the step's log go. */
  public PrintWriter log() {
    return log;
  }

  /**
   * Writes {@code metrics.json} of an artifact.
   *
   * @param values name to finite value
   * @throws IOException if it cannot be written
   */
  public void writeMetrics(String artifact, Map<String, Double> values) throws IOException {
    Files.writeString(
        out(artifact).resolve("metrics.json"),
        Documents.json(Shapes.map(Shapes.number()).write(values)));
  }

  private <V> V known(Map<String, V> all, String name, String verb) {
    V value = all.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the step " + folder.step() + " " + verb + " " + all.keySet() + ", not " + name);
    }
    return value;
  }
}
