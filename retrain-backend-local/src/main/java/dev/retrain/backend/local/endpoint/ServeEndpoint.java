package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.Settings;
import dev.retrain.backend.local.LocalBackendProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An endpoint whose versions are served by processes, without Java code: what {@code retrain serve}
 * starts. The command loads it by name from the folder of the backend, so the name and the
 * signature of {@link #start} are fixed.
 */
public final class ServeEndpoint implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final EmbeddedEndpoint endpoint;

  private ServeEndpoint(EmbeddedEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Starts an endpoint with the versions and the traffic that it had before.
   *
   * @param settings the settings of the local backend
   * @param name the name of the endpoint
   * @param port the port, or 0 for a free one
   * @param command starts the server of a version; {@code --model FOLDER --port PORT} follow
   */
  public static ServeEndpoint start(
      Settings settings, String name, int port, List<String> command) {
    Path root = LocalBackendProvider.artifactRoot(settings);
    ServingCommand serving = ServingCommand.of(command.toArray(String[]::new));
    return new ServeEndpoint(
        EmbeddedEndpoint.named(name)
            .folder(EmbeddedEndpoint.folderIn(root, name))
            .port(port)
            .models(
                serving
                    .within(LONGEST_START, serving.answerWithin(), serving.checkEvery())
                    .loader())
            .start());
  }

  /** Returns the address, such as {@code http://127.0.0.1:40123}. */
  @Override
  public String toString() {
    return endpoint.address().toString();
  }

  /** Stops the endpoint and the servers of its versions. */
  @Override
  public void close() {
    endpoint.close();
  }
}
