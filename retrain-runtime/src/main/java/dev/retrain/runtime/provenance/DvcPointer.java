package dev.retrain.runtime.provenance;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Holds what DVC tracks of a file or folder, read from a {@code .dvc} file or a {@code dvc.lock}
 * without DVC. Source: dvc.org, "Internal directories and files" ({@code .dvc} files, {@code
 * dvc.lock}).
 *
 * @param algorithm algorithm of the hash, such as {@code md5}
 * @param hash hash of the content in DVC's form: that of a folder ends in {@code .dir}
 * @param size size in bytes; empty if absent
 * @param files number of files in a folder; empty if absent
 * @param data location of the data, next to the pointer
 * @param pointer file it was read from
 */
public record DvcPointer(
    String algorithm, String hash, OptionalLong size, OptionalLong files, Path data, Path pointer) {

  private static final String SUFFIX = ".dvc";
  private static final String LOCK = "dvc.lock";
  private static final List<String> ALGORITHMS = List.of("md5", "sha256", "blake3", "etag");

  /** Checks that nothing is missing. */
  public DvcPointer {
    requireNonNull(algorithm);
    requireNonNull(hash);
    requireNonNull(size);
    requireNonNull(files);
    requireNonNull(data);
    requireNonNull(pointer);
  }

  /**
   * Reads a {@code .dvc} file.
   *
   * @throws ConfigurationProblem if it points to none or several outputs, or one without a hash
   */
  public static DvcPointer read(Path file) {
    List<DvcPointer> found = outputs(Documents.read(file), file).toList();
    if (found.size() != 1) {
      throw new ConfigurationProblem(
          "cannot read the data of " + file + ": it names " + found.size() + " outputs with a hash",
          FailureContext.hint(
              "Name a .dvc file of one output, as dvc add or dvc commit writes it."),
          null);
    }
    return found.get(0);
  }

  /** Returns whether a file has the name of a pointer. */
  public static boolean isNamed(String file) {
    return file.endsWith(SUFFIX);
  }

  /**
   * Returns the pointer of data: the {@code .dvc} file next to it or to one of its parent folders,
   * else the output of a {@code dvc.lock} in one of them. Empty if DVC does not track it.
   */
  public static Optional<DvcPointer> of(Path data) {
    Path wanted = data.toAbsolutePath().normalize();
    for (Path at = wanted; at != null && at.getFileName() != null; at = at.getParent()) {
      Optional<DvcPointer> found = beside(at, wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<DvcPointer> beside(Path at, Path wanted) {
    Path pointer = at.resolveSibling(at.getFileName() + SUFFIX);
    Path lock = at.resolveSibling(LOCK);
    return Stream.of(pointer, lock)
        .filter(Files::isRegularFile)
        .flatMap(file -> outputs(Documents.read(file), file))
        .filter(output -> wanted.startsWith(output.data()))
        .findFirst();
  }

  /** Returns the name of the content, {@code md5:22a1a2931c8370d3aeedd7183606fd7f}. */
  public String version() {
    return algorithm + ":" + hash;
  }

  /** Returns the outputs of a {@code .dvc} file, or of every stage of a {@code dvc.lock}. */
  private static Stream<DvcPointer> outputs(Node document, Path file) {
    Stream<Node> own = Stream.of(document);
    Stream<Node> stages =
        mapping(document)
            .flatMap(top -> top.get("stages"))
            .flatMap(DvcPointer::mapping)
            .map(all -> all.entries().values().stream())
            .orElse(Stream.empty());
    return Stream.concat(own, stages)
        .flatMap(stage -> mapping(stage).flatMap(one -> one.get("outs")).stream())
        .filter(Node.Sequence.class::isInstance)
        .flatMap(outs -> ((Node.Sequence) outs).items().stream())
        .flatMap(out -> mapping(out).flatMap(one -> output(one, file)).stream());
  }

  private static Optional<DvcPointer> output(Node.Mapping out, Path file) {
    Optional<String> path = text(out, "path");
    return ALGORITHMS.stream()
        .filter(algorithm -> text(out, algorithm).isPresent())
        .findFirst()
        .flatMap(
            algorithm ->
                path.map(
                    relative ->
                        new DvcPointer(
                            algorithm,
                            text(out, algorithm).orElse("").toLowerCase(Locale.ROOT),
                            number(out, "size"),
                            number(out, "nfiles"),
                            file.toAbsolutePath().resolveSibling(relative).normalize(),
                            file)));
  }

  private static Optional<Node.Mapping> mapping(Node node) {
    return node instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty();
  }

  /** Accepts a hash of digits only, which may be written without quotes. */
  private static Optional<String> text(Node.Mapping mapping, String key) {
    Node value = mapping.get(key).orElse(null);
    if (value instanceof Node.Text text) {
      return Optional.of(text.value());
    }
    return value instanceof Node.Num number
        ? Optional.of(number.value().toPlainString())
        : Optional.empty();
  }

  private static OptionalLong number(Node.Mapping mapping, String key) {
    return mapping.get(key).orElse(null) instanceof Node.Num number
        ? OptionalLong.of(number.value().longValue())
        : OptionalLong.empty();
  }
}
