package dev.retrain.steps;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The managed identity an Azure job runs as. Inside an Azure ML job {@code MSI_ENDPOINT} and {@code
 * MSI_SECRET} hold where tokens come from and {@code DEFAULT_IDENTITY_CLIENT_ID} which identity is
 * meant; elsewhere the instance's metadata service answers, at {@code
 * AZURE_POD_IDENTITY_AUTHORITY_HOST} where that is set. A token is never kept nor printed.
 */
final class ManagedIdentity {

  private static final String METADATA_SERVICE = "http://169.254.169.254";

  private final Map<String, String> environment;
  private final IdempotentCalls calls;

  ManagedIdentity(Map<String, String> environment, IdempotentCalls calls) {
    this.environment = environment;
    this.calls = calls;
  }

  /**
   * Returns a token.
   *
   * @param audience the address it is for
   * @throws PermissionDenied if there is no identity to get one for
   */
  String token(String audience) {
    HttpResponse<String> answer;
    try {
      answer = calls.send(request(audience));
    } catch (RetrainException e) {
      throw denied("nothing answered where managed identities get their tokens", e);
    }
    if (answer.statusCode() != 200) {
      throw denied(
          "requested a token of the job's identity, got HTTP " + answer.statusCode(), null);
    }
    return field(answer.body(), "access_token")
        .orElseThrow(() -> denied("the answer to a request for a token holds none", null));
  }

  private HttpRequest.Builder request(String audience) {
    String resource = "resource=" + encoded(audience.endsWith("/") ? audience : audience + "/");
    String endpoint = environment.get("MSI_ENDPOINT");
    if (endpoint != null) {
      String client = client("clientid");
      return HttpRequest.newBuilder(
              URI.create(endpoint + "?api-version=2017-09-01&" + resource + client))
          .header("secret", environment.getOrDefault("MSI_SECRET", ""))
          .GET();
    }
    String host = environment.getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", METADATA_SERVICE);
    return HttpRequest.newBuilder(
            URI.create(
                host
                    + "/metadata/identity/oauth2/token?api-version=2018-02-01&"
                    + resource
                    + client("client_id")))
        .header("Metadata", "true")
        .GET();
  }

  private String client(String key) {
    return Optional.ofNullable(environment.get("DEFAULT_IDENTITY_CLIENT_ID"))
        .map(id -> "&" + key + "=" + encoded(id))
        .orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<String> field(String json, String name) {
    return Documents.parse(json, "token") instanceof Node.Mapping mapping
        ? mapping
            .get(name)
            .filter(Node.Text.class::isInstance)
            .map(text -> ((Node.Text) text).value())
        : Optional.empty();
  }

  private static PermissionDenied denied(String what, @Nullable Throwable cause) {
    return new PermissionDenied(
        what,
        FailureContext.hint(
            "run the gate as a managed identity (the setting identity) that may write model versions"),
        cause);
  }
}
