package dev.retrain.steps;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Registers in an Azure ML workspace through Azure Resource Manager. The version is the run's key,
 * so the same run always gives the same version; one that is there is left as it is.
 *
 * <p>Signs in as the managed identity of the job, which needs {@code
 * Microsoft.MachineLearningServices/workspaces/models/versions/write}. The variable {@value
 * #ENDPOINT} names the Resource Manager of another cloud than the public one. Model versions have
 * no aliases there; the client decides which is champion and challenger.
 *
 * <p>Request by the service's REST reference of 2024-04-01, Model Versions - Create Or Update.
 */
final class AzureRegistrar implements Registrar {

  static final String ENDPOINT = "RETRAIN_AZURE_ENDPOINT";
  private static final String PUBLIC_CLOUD = "https://management.azure.com";
  private static final String API_VERSION = "2024-04-01";
  private static final Pattern WORKSPACE =
      Pattern.compile(
          "azureml://subscriptions/([^/]+)/resource[gG]roups/([^/]+)/workspaces/([^/]+)/?");

  private final String workspace;
  private final Supplier<String> token;
  private final IdempotentCalls calls;

  AzureRegistrar(String workspace, Supplier<String> token, IdempotentCalls calls) {
    this.workspace = workspace;
    this.token = token;
    this.calls = calls;
  }

  static AzureRegistrar of(String registry, Map<String, String> environment) {
    Matcher names = WORKSPACE.matcher(registry);
    if (!names.matches()) {
      throw StepProblem.usage(
          "--registry names no workspace: '"
              + registry
              + "'; write azureml://subscriptions/S/resourcegroups/G/workspaces/W");
    }
    String endpoint = environment.getOrDefault(ENDPOINT, PUBLIC_CLOUD);
    IdempotentCalls calls = IdempotentCalls.standard();
    String path =
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s"
            .formatted(encoded(names.group(1)), encoded(names.group(2)), encoded(names.group(3)));
    ManagedIdentity identity = new ManagedIdentity(environment, calls);
    return new AzureRegistrar(
        IdempotentCalls.safe(endpoint) + path, () -> identity.token(endpoint), calls);
  }

  @Override
  public String register(RegistrationRequest wanted) {
    URI version = version(wanted);
    String bearer = "Bearer " + token.get();
    HttpRequest.Builder request = HttpRequest.newBuilder(version).header("Authorization", bearer);
    HttpResponse<String> there = calls.send(request.copy().GET());
    if (there.statusCode() == 404) {
      HttpRequest.Builder put = request.header("Content-Type", "application/json");
      there = calls.send(put.PUT(HttpRequest.BodyPublishers.ofString(body(wanted))));
    }
    if (there.statusCode() / 100 != 2) {
      throw refused(wanted, there);
    }
    return wanted.run();
  }

  private URI version(RegistrationRequest wanted) {
    return URI.create(
        workspace
            + "/models/"
            + encoded(wanted.model())
            + "/versions/"
            + encoded(wanted.run())
            + "?api-version="
            + API_VERSION);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String body(RegistrationRequest wanted) {
    Map<String, Node> tags = new TreeMap<>();
    wanted.tags().forEach((key, value) -> tags.put(key, Node.of(value)));
    tags.put(ModelVersion.RUN_TAG, Node.of(wanted.run()));
    Map<String, Node> properties = new TreeMap<>();
    properties.put("modelType", Node.of("custom_model"));
    properties.put("modelUri", Node.of(wanted.place().toString()));
    properties.put("tags", Node.of(tags));
    return Documents.canonicalJson(Node.of(Map.of("properties", Node.of(properties))));
  }

  /** The body may hold more than a log should; its error code is enough. */
  private static PermanentFailure refused(RegistrationRequest wanted, HttpResponse<String> answer) {
    String tried =
        "asked Azure ML to register %s as version %s, got HTTP %d"
            .formatted(wanted.model(), wanted.run(), answer.statusCode());
    FailureContext context = FailureContext.none().withRun(wanted.run());
    boolean denied = answer.statusCode() == 401 || answer.statusCode() == 403;
    return denied
        ? new PermissionDenied(
            tried,
            context.withHint(
                "give the gate's identity the role AzureML Data Scientist on the workspace"),
            null)
        : new PermanentFailure(
            tried,
            context.withHint("check the workspace's name, the model's name and where it lies"),
            null);
  }
}
