package dev.retrain.backend.sagemaker;

import dev.retrain.api.document.Settings;
import dev.retrain.backend.sagemaker.definition.SageMakerTranslator;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes the translator for Amazon SageMaker Pipelines. */
public final class SageMakerTranslatorProvider implements TranslatorProvider {

  private static final String PLACEHOLDER =
      """
      role: arn:aws:iam::123456789012:role/retrain-job
      region: eu-central-1
      artifactRoot: s3://example-bucket/retrain
      imageRegistry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com
      stepsImage: retrain/steps@sha256:%s
      """
          .formatted("0".repeat(64));

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public SageMakerTranslatorProvider() {}

  @Override
  public String name() {
    return SageMakerTranslator.NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new SageMakerTranslator(settings.as(SageMakerSettings.shape()));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(PLACEHOLDER, "placeholder settings");
  }

  /** Returns the credentials that the AWS SDKs look for; addresses of the settings go first. */
  @Override
  public BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    SageMakerSettings read = settings.as(SageMakerSettings.shape());
    ClientSettings client = read.client().common();
    String region = read.region();
    Path home = Path.of(System.getProperty("user.home"), ".aws");
    Path shared =
        Path.of(
            environment.getOrDefault(
                "AWS_SHARED_CREDENTIALS_FILE", home.resolve("credentials").toString()));
    return BackendRequirements.remote(
        List.of(
            Credential.variables("access key", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            Credential.variables("web identity", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"),
            Credential.variables("container role", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            Credential.variables("container role", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
            Credential.file("shared credentials", shared),
            Credential.file("profile", home.resolve("config"))),
        List.of(
            client
                .endpoint("sagemaker")
                .map(ServiceAddress::uri)
                .orElseGet(
                    () -> endpoint(environment, "SAGEMAKER", "https://api.sagemaker." + region)),
            client
                .endpoint("s3")
                .map(ServiceAddress::uri)
                .orElseGet(() -> endpoint(environment, "S3", "https://s3." + region))));
  }

  /** Overrides by the variables every AWS SDK knows. */
  private static URI endpoint(Map<String, String> environment, String service, String usual) {
    String all = environment.get("AWS_ENDPOINT_URL");
    String one = environment.get("AWS_ENDPOINT_URL_" + service);
    return URI.create(one != null ? one : all != null ? all : usual + ".amazonaws.com");
  }
}
