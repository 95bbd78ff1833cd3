package dev.retrain.steps;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.http.Credentials;
import dev.retrain.http.HttpCall;
import dev.retrain.http.RestClient;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The managed identity an Azure job runs as. Inside an Azure ML job {@code MSI_ENDPOINT} and {@code
 * MSI_SECRET} hold where tokens come from and {@code DEFAULT_IDENTITY_CLIENT_ID} which identity is
 * meant; elsewhere the instance's metadata service answers, at {@code
 * AZURE_POD_IDENTITY_AUTHORITY_HOST} where that is set. A token is kept until the service it is for
 * refuses it, and never printed.
 */
final class ManagedIdentity implements Credentials {

  private static final String METADATA_SERVICE = "http://169.254.169.254";

  private final RestClient issuer;
  private final HttpCall request;
  private @Nullable String token;

  private ManagedIdentity(RestClient issuer, HttpCall request) {
    this.issuer = issuer;
    this.request = request.confidential();
  }

  /**
   * Returns the identity that an environment describes.
   *
   * @param audience the address its tokens are for
   */
  static ManagedIdentity of(Map<String, String> environment, String audience) {
    String resource = audience.endsWith("/") ? audience : audience + "/";
    Optional<String> client = Optional.ofNullable(environment.get("DEFAULT_IDENTITY_CLIENT_ID"));
    String endpoint = environment.get("MSI_ENDPOINT");
    if (endpoint != null) {
      return new ManagedIdentity(
          issuer(endpoint),
          HttpCall.get()
              .query("api-version", "2017-09-01")
              .query("resource", resource)
              .query("clientid", client)
              .header("secret", environment.getOrDefault("MSI_SECRET", "")));
    }
    return new ManagedIdentity(
        issuer(environment.getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", METADATA_SERVICE)),
        HttpCall.get("metadata", "identity", "oauth2", "token")
            .query("api-version", "2018-02-01")
            .query("resource", resource)
            .query("client_id", client)
            .header("Metadata", "true"));
  }

  private static RestClient issuer(String address) {
    return RestClient.of("the issuer of tokens of managed identities", address).build();
  }

  /**
   * Returns a token.
   *
   * @throws PermissionDenied if there is no identity to get one for
   */
  @Override
  public synchronized String authorization(boolean refused) {
    if (token == null || refused) {
      try {
        token = issuer.send(request).json().text("access_token");
      } catch (RetrainException e) {
        throw new PermissionDenied(
            "cannot get a token of the job's identity: " + e.getMessage(),
            FailureContext.hint(
                "run the gate as a managed identity (the setting identity) that may write model versions"),
            e);
      }
    }
    return "Bearer " + token;
  }
}
