package dev.retrain.artifacts.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.client.ClientCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Finds how requests to one of the services are signed. */
final class SignIn implements ClientCredentials.Visitor<List<HttpPipelinePolicy>> {

  static final String STORAGE = "https://storage.azure.com/.default";
  static final String MANAGEMENT = "https://management.azure.com/.default";

  private static final String IDENTITY = "com.azure.identity.DefaultAzureCredentialBuilder";
  private static final String SAS = "AZURE_STORAGE_SAS_TOKEN";

  /** A token of a file is read anew after this time. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private final String scope;
  private final Settings settings;
  private final Map<String, String> environment;

  /**
   * Creates the sign-in of a service.
   *
   * @param scope of its tokens
   * @param settings whose folder relative paths start from
   */
  SignIn(String scope, Settings settings, Map<String, String> environment) {
    this.scope = scope;
    this.settings = settings;
    this.environment = environment;
  }

  /** A signature opens storage alone. */
  @Override
  public List<HttpPipelinePolicy> standard() {
    String signature = scope.equals(STORAGE) ? environment.getOrDefault(SAS, "") : "";
    return List.of(
        signature.isBlank()
            ? new BearerTokenAuthenticationPolicy(identity(), scope)
            : new AzureSasCredentialPolicy(new AzureSasCredential(signature.strip())));
  }

  /** azure-identity is large, so it is used where it is and not required. */
  private TokenCredential identity() {
    try {
      Object builder = Class.forName(IDENTITY).getConstructor().newInstance();
      return (TokenCredential) builder.getClass().getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new ConfigurationProblem(
          "there is no way to sign in to "
              + (scope.equals(STORAGE) ? "Azure Storage" : "Azure Resource Manager"),
          FailureContext.hint(
              "add com.azure:azure-identity beside retrain-artifacts-azure"
                  + (scope.equals(STORAGE) ? ", or set " + SAS : "")),
          e);
    }
  }

  @Override
  public List<HttpPipelinePolicy> tokenFile(ClientCredentials.TokenFile token) {
    TokenCredential read =
        request ->
            Mono.fromCallable(
                () ->
                    new AccessToken(
                        token(token), OffsetDateTime.now(ZoneOffset.UTC).plus(TOKEN_LIFE)));
    return List.of(new BearerTokenAuthenticationPolicy(read, scope));
  }

  private String token(ClientCredentials.TokenFile token) throws IOException {
    String read =
        token.path().isPresent()
            ? Files.readString(settings.resolve(token.path().get()))
            : environment.getOrDefault(token.variable().orElseThrow(), "");
    if (read.isBlank()) {
      throw new IOException("the token is empty");
    }
    return read.strip();
  }

  @Override
  public List<HttpPipelinePolicy> none() {
    return List.of();
  }

  @Override
  public List<HttpPipelinePolicy> profile(ClientCredentials.Profile profile) {
    throw notKnown("profile");
  }

  @Override
  public List<HttpPipelinePolicy> assumeRole(ClientCredentials.AssumeRole role) {
    throw notKnown("assume-role");
  }

  @Override
  public List<HttpPipelinePolicy> keyFile(ClientCredentials.KeyFile file) {
    throw notKnown("file");
  }

  @Override
  public List<HttpPipelinePolicy> kubeconfig(ClientCredentials.Kubeconfig config) {
    throw notKnown("kubeconfig");
  }

  private static ConfigurationProblem notKnown(String type) {
    return new ConfigurationProblem(
        "Azure Storage knows no credentials of type " + type,
        FailureContext.hint("use default or token-file"),
        null);
  }
}
