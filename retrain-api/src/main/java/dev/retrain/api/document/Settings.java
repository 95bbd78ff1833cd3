package dev.retrain.api.document;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and as whom pipelines run: one document per environment, read by the backend's own shape,
 * which refuses unknown keys. Holds references to secrets, never secrets.
 *
 * @param node the document
 * @param folder what relative paths in it start from
 * @param source what to call it in problems
 */
public record Settings(Node node, Path folder, String source) {

  /**
   * Reads a file.
   *
   * @throws dev.retrain.api.error.RetrainException if it cannot be read or parsed
   */
  public static Settings read(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return new Settings(
        Documents.read(file), folder == null ? Path.of("") : folder, file.toString());
  }

  /** Returns settings made by code; relative paths start from the working folder. */
  public static Settings of(Map<String, Node> entries) {
    return new Settings(Node.of(entries), Path.of(""), "settings");
  }

  /** Parses a text; relative paths start from the working folder. */
  public static Settings parse(String text, String source) {
    return new Settings(Documents.parse(text, source), Path.of(""), source);
  }

  /**
   * Reads the document by a shape.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem
   */
  public <T> T as(Shape<T> shape) {
    return DocumentReader.of(shape, node, "settings " + source);
  }

  /**
   * Requires that a setting is valid; records of settings call this in their constructors.
   *
   * @param problem which setting is wrong, what form it needs and what it is
   * @throws IllegalArgumentException if it is not
   */
  public static void require(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Resolves a path of the document against {@link #folder()} when it is relative. */
  public Path resolve(String path) {
    return folder.resolve(path);
  }
}
