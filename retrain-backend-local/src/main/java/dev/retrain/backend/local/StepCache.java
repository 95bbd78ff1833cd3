package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.steps.folder.ContentHash;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers by content where a step's outputs lie: the key covers image and command, parameters,
 * hyperparameters, environment and the content hash of every input; of a step that reads nothing,
 * whose data come from elsewhere, the data version too. Outputs are not kept a second time: an
 * entry points into the run that made them, and counts only while they are there unchanged.
 */
final class StepCache {

  /** Where outputs lie, and what they held. */
  private record Cached(Instant at, Map<String, String> folders, Map<String, String> hashes) {}

  private static final Shape<Cached> SHAPE = shape();

  private final Path folder;

  StepCache(Path artifactRoot) {
    this.folder = artifactRoot.resolve(".cache");
  }

  static String key(Step step, StepFolder inputs, String dataVersion) throws IOException {
    Map<String, Node> parts = new TreeMap<>();
    parts.put("program", Node.of(program(step)));
    parts.put("arguments", Node.of(step.task().arguments().stream().map(a -> text(a)).toList()));
    parts.put("parameters", texts(inputs.parameters()));
    parts.put("hyperparameters", Shapes.map(Shapes.scalar()).write(inputs.hyperparameters()));
    parts.put("environment", texts(step.task().execution().environment()));
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, Path> input : inputs.inputs().entrySet()) {
      hashes.put(input.getKey(), ContentHash.of(input.getValue()));
    }
    parts.put("inputs", texts(hashes));
    if (hashes.isEmpty()) {
      parts.put("dataVersion", Node.of(dataVersion));
    }
    if (step instanceof Step.Tune tune) {
      parts.put("search", Node.of(tune.search().toString()));
    }
    return Documents.sha256(Node.of(parts));
  }

  /** Copies the outputs of an earlier execution, if there is one that is young enough. */
  boolean fetch(String key, StepFolder into, Instant now, Duration maxAge) throws IOException {
    Optional<Cached> found = find(key).filter(c -> !c.at().plus(maxAge).isBefore(now));
    if (found.isEmpty() || !isWhole(found.get(), into)) {
      return false;
    }
    into.prepare();
    for (Map.Entry<String, Path> output : into.outputs().entrySet()) {
      FolderTree.copy(Path.of(found.get().folders().get(output.getKey())), output.getValue());
    }
    return true;
  }

  void store(String key, StepFolder done, Instant now) throws IOException {
    Map<String, String> folders = new TreeMap<>();
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, Path> output : done.outputs().entrySet()) {
      folders.put(output.getKey(), output.getValue().toString());
      hashes.put(output.getKey(), ContentHash.of(output.getValue()));
    }
    DurableFile.write(file(key), Documents.json(SHAPE.write(new Cached(now, folders, hashes))));
  }

  private Optional<Cached> find(String key) {
    return Files.exists(file(key))
        ? Optional.of(DocumentReader.of(SHAPE, Documents.read(file(key)), file(key).toString()))
        : Optional.empty();
  }

  private static boolean isWhole(Cached cached, StepFolder into) throws IOException {
    for (String output : into.outputs().keySet()) {
      String folder = cached.folders().get(output);
      if (folder == null
          || !Files.isDirectory(Path.of(folder))
          || !ContentHash.of(Path.of(folder)).equals(cached.hashes().get(output))) {
        return false;
      }
    }
    return true;
  }

  private Path file(String key) {
    return folder.resolve(key + ".json");
  }

  private static String program(Step step) {
    return step.task()
        .program()
        .accept(
            new Program.Visitor<String>() {
              @Override
              public String container(Program.Container container) {
                return container.image() + " " + container.command();
              }

              @Override
              public String standard(Program.Standard standard) {
                return "standard " + standard.component() + " " + standard.options();
              }
            });
  }

  private static Node text(Object argument) {
    return Node.of(argument.toString());
  }

  private static Node texts(Map<String, String> values) {
    return Shapes.map(Shapes.text()).write(values);
  }

  private static Shape<Cached> shape() {
    Shape<Map<String, String>> texts = Shapes.map(Shapes.text());
    ObjectShape.Builder<Cached> all = ObjectShape.named("Cached");
    var at = all.required("at", Shapes.instant(), Cached::at, "when");
    var folders = all.required("folders", texts, Cached::folders, "where outputs lie");
    var hashes = all.required("hashes", texts, Cached::hashes, "what they hold");
    return all.build(f -> new Cached(f.get(at), f.get(folders), f.get(hashes)));
  }
}
