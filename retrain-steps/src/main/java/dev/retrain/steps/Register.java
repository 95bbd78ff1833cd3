package dev.retrain.steps;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Reading;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Registers the model it reads, once per run: {@code --model-name}, {@code --run-key}, {@code
 * --tags} as a JSON object, into the folder registry {@code --registry}, a path or a {@code file:}
 * URI. {@code --model-uri} says where the model lies for others, when its folder here is only a
 * copy; {@code --run-id} and {@code --serving} are kept as tags. Writes {@code registration.json}
 * into the first artifact it writes, where there is one; without {@code --registry} that record is
 * all, for a backend that registers by itself.
 */
final class Register implements Component {

  private final Clock clock;

  Register(Clock clock) {
    this.clock = clock;
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    String model = invocation.option("model-name");
    String run = invocation.option("run-key");
    Path folder = invocation.input(0).toAbsolutePath();
    URI place = invocation.find("model-uri").map(URI::create).orElseGet(folder::toUri);
    Map<String, String> tags = tags(invocation);
    tags.put(ModelVersion.GATE_TAG, "passed");
    invocation.find("run-id").ifPresent(id -> tags.put("retrain.native_run", id));
    invocation.find("serving").ifPresent(json -> tags.put("retrain.serving", json));
    Optional<ModelVersion> version =
        invocation.find("registry").map(root -> register(folderOf(root), model, run, place, tags));
    Map<String, Node> entry = new TreeMap<>();
    entry.put("model", Node.of(model));
    entry.put("run", Node.of(run));
    entry.put("artifact", Node.of(place.toString()));
    version.ifPresent(registered -> entry.put("version", Node.of(registered.version())));
    if (invocation.hasOutput()) {
      DurableFile.write(
          invocation.output(0).resolve("registration.json"), Documents.json(Node.of(entry)));
    }
    out.println(version.map(v -> "registered " + v).orElse("recorded " + model + " of run " + run));
    return 0;
  }

  private ModelVersion register(
      Path root, String model, String run, URI place, Map<String, String> tags) {
    FolderRegistry registry = new FolderRegistry(root, clock);
    ModelVersion version = registry.register(model, run, place, tags);
    registry.challenge(version);
    return version;
  }

  private static Path folderOf(String registry) {
    if (registry.startsWith("file:")) {
      return Path.of(URI.create(registry));
    }
    if (registry.contains("://")) {
      throw StepProblem.usage(
          "--registry takes a folder or a file: URI, not '"
              + registry
              + "'; another registry needs a component of its own");
    }
    return Path.of(registry);
  }

  private static Map<String, String> tags(Invocation invocation) {
    return invocation
        .find("tags")
        .map(
            text ->
                new TreeMap<>(
                    Reading.of(
                        Shapes.map(Shapes.text()), Documents.parse(text, "--tags"), "--tags")))
        .orElseGet(TreeMap::new);
  }
}
