package dev.retrain.api.document;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One pass of shapes over a document: the current path and every problem found so far.
 *
 * <p>Not thread-safe; used for one document.
 */
public final class DocumentReader {

  private static final class Findings {
    final List<Problem> problems = new ArrayList<>();
    int skipped;
  }

  private final String path;
  private final Findings findings;

  private DocumentReader(String path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  /** Starts reading at the root of a document. */
  public static DocumentReader start() {
    return new DocumentReader("", new Findings());
  }

  /** Returns a reader of the same pass, one key deeper. */
  public DocumentReader key(String key) {
    return new DocumentReader(path.isEmpty() ? key : path + "." + key, findings);
  }

  /** Returns a reader of the same pass, at an element of a list. */
  public DocumentReader element(int index) {
    return new DocumentReader(path + "[" + index + "]", findings);
  }

  /** Returns the path from the root, such as {@code steps[2].reads}. */
  public String path() {
    return path;
  }

  /** Records an error at a position. */
  public void error(String code, Optional<Location> at, String what, String fix) {
    Problem problem = Problem.error(code, path, "", what, fix);
    findings.problems.add(at.map(problem::at).orElse(problem));
  }

  /** Records a problem that was found by other means, one level up or down. */
  public void add(Problem problem) {
    findings.problems.add(problem);
  }

  /** Records that elements of a list or map were left out because they could not be read. */
  void skipped(int elements) {
    findings.skipped += elements;
  }

  /**
   * Returns whether elements are missing from what was read, so that references to them may dangle.
   */
  public boolean incomplete() {
    return findings.skipped > 0;
  }

  /** Returns everything found so far. */
  public List<Problem> problems() {
    return List.copyOf(findings.problems);
  }

  /** Returns whether an error was found so far. */
  public boolean failed() {
    return findings.problems.stream().anyMatch(Problem::isError);
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
