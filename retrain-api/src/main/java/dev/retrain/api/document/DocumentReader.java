package dev.retrain.api.document;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass of shapes over a document: where it stands and every problem found so far.
 *
 * <p>Not thread-safe; made per document.
 */
public final class DocumentReader {

  private static final class Found {
    final List<Problem> problems = new ArrayList<>();
    int passedOver;
  }

  private final String path;
  private final Found found;

  private DocumentReader(String path, Found found) {
    this.path = path;
    this.found = found;
  }

  /** A reading at the root of a document. */
  public static DocumentReader start() {
    return new DocumentReader("", new Found());
  }

  /** The same reading one key deeper. */
  public DocumentReader key(String key) {
    return new DocumentReader(path.isEmpty() ? key : path + "." + key, found);
  }

  /** The same reading at an element of a list. */
  public DocumentReader element(int index) {
    return new DocumentReader(path + "[" + index + "]", found);
  }

  /** The path from the root, such as {@code steps[2].reads}. */
  public String path() {
    return path;
  }

  /** Notes an error at a place. */
  public void error(String code, Optional<Location> at, String what, String fix) {
    Problem problem = Problem.error(code, path, "", what, fix);
    found.problems.add(at.map(problem::at).orElse(problem));
  }

  /** Notes a problem that was found by other means, one level up or down. */
  public void add(Problem problem) {
    found.problems.add(problem);
  }

  /** Notes that elements of a list or map were left out because they could not be read. */
  void passedOver(int elements) {
    found.passedOver += elements;
  }

  /** Whether elements are missing from what was read, so that references to them may dangle. */
  public boolean incomplete() {
    return found.passedOver > 0;
  }

  /** Everything found so far. */
  public List<Problem> problems() {
    return List.copyOf(found.problems);
  }

  /** Whether an error was found so far. */
  public boolean failed() {
    return found.problems.stream().anyMatch(Problem::isError);
  }

  /**
   * Reads a whole document by its shape.
   *
   * @param subject what to call it in the exception, such as {@code settings local.yaml}
   * @throws InvalidDefinitionException with every problem, if there is an error
   */
  public static <T> T of(Shape<T> shape, Node node, String subject) {
    DocumentReader reading = start();
    T value = shape.read(node, reading);
    if (value == null || reading.failed()) {
      throw new InvalidDefinitionException(subject, reading.problems());
    }
    return value;
  }
}
