package dev.retrain.steps;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.http.HttpCall;
import dev.retrain.http.RestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private final RestClient manager;
  private final List<String> workspace;

  private AzureRegistrar(RestClient manager, List<String> workspace) {
    this.manager = manager;
    this.workspace = workspace;
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
    RestClient manager =
        RestClient.of("Azure Resource Manager", endpoint)
            .credentials(ManagedIdentity.of(environment, endpoint))
            .absentWhen(answer -> answer.find("error").isPresent())
            .build();
    return new AzureRegistrar(
        manager,
        List.of(
            "subscriptions",
            names.group(1),
            "resourceGroups",
            names.group(2),
            "providers",
            "Microsoft.MachineLearningServices",
            "workspaces",
            names.group(3)));
  }

  @Override
  public String register(RegistrationRequest wanted) {
    String[] version = path(wanted);
    try {
      if (manager.find(call(HttpCall.get(version))).isEmpty()) {
        manager.send(call(HttpCall.put(version)).json(body(wanted)));
      }
      return wanted.run();
    } catch (PermissionDenied e) {
      throw new PermissionDenied(
          tried(wanted, e),
          context(wanted)
              .withHint(
                  "give the gate's identity the role AzureML Data Scientist on the workspace"),
          e);
    } catch (PermanentFailure e) {
      throw new PermanentFailure(
          tried(wanted, e),
          context(wanted)
              .withHint("check the workspace's name, the model's name and where it lies"),
          e);
    }
  }

  private String[] path(RegistrationRequest wanted) {
    List<String> path = new ArrayList<>(workspace);
    path.addAll(List.of("models", wanted.model(), "versions", wanted.run()));
    return path.toArray(String[]::new);
  }

  /** The answers may hold more than a log should. */
  private static HttpCall call(HttpCall call) {
    return call.query("api-version", API_VERSION).confidential();
  }

  private static Node body(RegistrationRequest wanted) {
    Map<String, Node> tags = new TreeMap<>();
    wanted.tags().forEach((key, value) -> tags.put(key, Node.of(value)));
    tags.put(ModelVersion.RUN_TAG, Node.of(wanted.run()));
    Map<String, Node> properties = new TreeMap<>();
    properties.put("modelType", Node.of("custom_model"));
    properties.put("modelUri", Node.of(wanted.place().toString()));
    properties.put("tags", Node.of(tags));
    return Node.of(Map.of("properties", Node.of(properties)));
  }

  private static FailureContext context(RegistrationRequest wanted) {
    return FailureContext.none().withRun(wanted.run());
  }

  private static String tried(RegistrationRequest wanted, PermanentFailure cause) {
    return "cannot register %s as version %s in Azure ML: %s"
        .formatted(wanted.model(), wanted.run(), cause.getMessage());
  }
}
