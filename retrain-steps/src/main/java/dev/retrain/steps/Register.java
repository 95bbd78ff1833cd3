package dev.retrain.steps;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.steps.folder.DurableFile;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Registers the model it reads, once per run: {@code --model-name}, {@code --run-key}, {@code
 * --tags} as a JSON object, into {@code --registry}, see {@link Registrar#named}. {@code
 * --model-uri} is where the model lies for others, when its folder here is only a copy; {@code
 * --run-id}, {@code --profile-uri} and {@code --serving} are kept as tags. Writes {@code
 * registration.json} into the first artifact it writes, where there is one; without {@code
 * --registry} that record is all, for a backend that registers by itself.
 */
final class Register implements Component {

  private final Clock clock;
  private final Map<String, String> environment;

  Register(Clock clock, Map<String, String> environment) {
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public Usage usage() {
    return options(
        Usage.of(
                "Registers a model, once per run.", "a model", "registration.json, where it writes")
            .required("model-name", "NAME", "the registered model"));
  }

  /** Adds the options of a registration that are the same wherever one is made. */
  static Usage options(Usage usage) {
    return usage
        .optional("run-key", "KEY", "the run that made the model; required to register")
        .optional(
            "registry",
            "PLACE",
            "a folder, an address such as s3://bucket/registry, or an Azure ML workspace")
        .optional("model-uri", "URI", "where the model lies when the folder here is a copy")
        .optional("tags", "JSON", "an object of texts, kept with the version")
        .optional("run-id", "ID", "the service's own id of the run, kept as a tag")
        .optional("profile-uri", "URI", "where the training profile lies, kept as a tag")
        .optional("serving", "JSON", "how the model is served, kept as a tag");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    RegistrationRequest wanted = RegistrationRequest.of(invocation, invocation.input(0));
    Optional<String> version =
        invocation
            .find("registry")
            .map(
                registry ->
                    Registrar.named(invocation, registry, clock, environment).register(wanted));
    Map<String, Node> entry = new TreeMap<>();
    entry.put("model", Node.of(wanted.model()));
    entry.put("run", Node.of(wanted.run()));
    entry.put("artifact", Node.of(wanted.place().toString()));
    version.ifPresent(registered -> entry.put("version", Node.of(registered)));
    if (invocation.hasOutput()) {
      DurableFile.write(
          invocation.output(0).resolve("registration.json"), Documents.json(Node.of(entry)));
    }
    out.println(
        version
            .map(registered -> "registered " + wanted.model() + "@" + registered)
            .orElseGet(() -> "recorded " + wanted.model() + " of run " + wanted.run()));
    return 0;
  }
}
