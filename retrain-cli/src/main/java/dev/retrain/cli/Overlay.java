package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.Problem.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A document that may extend another: {@code extends: base.yaml} names a file, relative to the one
 * that extends it, whose mappings are merged with its own and whose other values, lists included,
 * are replaced. A base may extend a further one. Positions in messages are those of the file that
 * has the value; relative paths in values start from the folder of the extending file.
 */
final class Overlay {

  /** The key that names the base. */
  static final String EXTENDS = "extends";

  private final List<Path> chain = new ArrayList<>();

  private Overlay() {}

  /**
   * Reads a file with everything that it extends.
   *
   * @throws dev.retrain.api.error.RetrainException if a file is missing, cannot be read, or extends
   *     itself
   */
  static Settings read(Path file) {
    Settings document = Settings.read(file);
    return new Settings(
        new Overlay().merged(document.node(), file), document.folder(), document.source());
  }

  private Node merged(Node node, Path file) {
    chain.add(identity(file));
    if (!(node instanceof Node.Mapping mapping) || mapping.get(EXTENDS).isEmpty()) {
      return node;
    }
    Node name = mapping.get(EXTENDS).get();
    Optional<Location> at = name.location();
    if (!(name instanceof Node.Text text) || text.value().isBlank()) {
      throw invalid(file, at, "expected the name of a file, found " + name.kind());
    }
    Path base = file.resolveSibling(text.value());
    if (!Files.isRegularFile(base)) {
      throw new ConfigurationProblem(
          at.map(Location::toString).orElse(file.toString())
              + " extends "
              + base
              + ", which does not exist",
          FailureContext.hint(
              "name a file relative to the folder of " + file.getFileName() + ", or create it"),
          null);
    }
    if (chain.contains(identity(base))) {
      throw invalid(
          file,
          at,
          "the file extends itself: "
              + chain.stream().map(Path::toString).collect(Collectors.joining(" extends "))
              + " extends "
              + identity(base));
    }
    Node below = merged(Documents.read(base), base);
    if (!(below instanceof Node.Mapping lower)) {
      throw invalid(base, below.location(), "expected a mapping, found " + below.kind());
    }
    return mapping.without(EXTENDS).over(lower);
  }

  /** Returns the file itself, also where links lead to it in several ways. */
  private static Path identity(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  private static InvalidDefinitionException invalid(Path file, Optional<Location> at, String what) {
    Problem problem =
        Problem.error(EXTENDS, EXTENDS, "", what, "Name another file with the keys to start from");
    return new InvalidDefinitionException(
        "config " + file, List.of(at.map(problem::at).orElse(problem)));
  }
}
