package dev.retrain.steps;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model a gate let through, as it is to be registered.
 *
 * @param model its name
 * @param run the key of the run that made it; one version per run
 * @param place where its folder lies for others
 * @param tags of the version
 */
record RegistrationRequest(String model, String run, URI place, Map<String, String> tags) {

  RegistrationRequest {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /**
   * Reads the command line: {@code --model-name}, {@code --run-key}, {@code --model-uri} where the
   * folder here is only a copy, {@code --run-id}, {@code --profile-uri}, {@code --serving} and
   * {@code --tags}.
   *
   * @param folder the model as it lies here
   */
  static RegistrationRequest of(Invocation invocation, Path folder) {
    Map<String, String> tags =
        invocation.find("tags").map(RegistrationRequest::tags).orElseGet(TreeMap::new);
    tags.put(ModelVersion.GATE_TAG, "passed");
    invocation.find("run-id").ifPresent(id -> tags.put("retrain.native_run", id));
    invocation.find("profile-uri").ifPresent(uri -> tags.put(ModelVersion.PROFILE_TAG, uri));
    invocation.find("serving").ifPresent(json -> tags.put(ModelVersion.SERVING_TAG, json));
    return new RegistrationRequest(
        invocation.option("model-name"),
        run(invocation),
        invocation
            .find("model-uri")
            .map(URI::create)
            .orElseGet(() -> folder.toAbsolutePath().toUri()),
        tags);
  }

  /**
   * The key of the run; the service's own id where the run was started natively and has no key, so
   * that each such run gets a version of its own.
   */
  private static String run(Invocation invocation) {
    return invocation
        .find("run-key")
        .filter(key -> !key.isBlank())
        .or(() -> invocation.find("run-id").filter(id -> !id.isBlank()))
        .orElseThrow(
            () -> StepProblem.usage("needs --run-key or --run-id with a value that is not blank"));
  }

  private static Map<String, String> tags(String json) {
    return new TreeMap<>(
        DocumentReader.of(Shapes.map(Shapes.text()), Documents.parse(json, "--tags"), "--tags"));
  }
}
