package dev.retrain.backend.vertex;

import dev.retrain.api.document.Settings;
import dev.retrain.kfp.KfpService;
import dev.retrain.kfp.KfpTranslatorProvider;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes translators for Vertex AI; found by {@link java.util.ServiceLoader}. */
public final class VertexTranslatorProvider extends KfpTranslatorProvider {

  /** The backend's name. */
  static final String NAME = "vertex";

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public VertexTranslatorProvider() {
    super(
        NAME,
        """
        project: your-project
        region: europe-west4
        artifactRoot: gs://your-bucket/retrain
        """);
  }

  @Override
  protected KfpService service(Settings settings) {
    return new VertexService(VertexSettings.of(settings));
  }

  /** Returns the application default credentials, and the services of the region. */
  @Override
  public BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    VertexSettings read = VertexSettings.of(settings);
    String region = read.region();
    String override = environment.get("CLOUDSDK_API_ENDPOINT_OVERRIDES_AIPLATFORM");
    String key = environment.get("GOOGLE_APPLICATION_CREDENTIALS");
    Path login =
        Path.of(
            System.getProperty("user.home"),
            ".config",
            "gcloud",
            "application_default_credentials.json");
    return BackendRequirements.remote(
        List.of(
            key == null
                ? Credential.file("gcloud auth application-default login", login)
                : Credential.file("GOOGLE_APPLICATION_CREDENTIALS", Path.of(key)),
            Credential.variables("metadata server", "GCE_METADATA_HOST")),
        List.of(
            read.client()
                .endpoint("aiplatform")
                .map(ServiceAddress::uri)
                .orElseGet(
                    () ->
                        URI.create(
                            override == null
                                ? "https://" + region + "-aiplatform.googleapis.com"
                                : override))));
  }
}
