package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.backend.azure.settings.AzureSettings;

/** Ids of resources in and around the workspace. */
record WorkspaceIds(AzureSettings settings) {

  /** The stable version of the API that the requests follow. */
  private static final String API_VERSION = "2024-10-01";

  String component(String name, String version) {
    return id() + "/components/" + name + "/versions/" + version;
  }

  String environment(String name, String version) {
    return id() + "/environments/" + name + "/versions/" + version;
  }

  String compute(String name) {
    return name.startsWith("/") ? name : id() + "/computes/" + name;
  }

  /** Returns the datastore of all outputs. */
  String datastore() {
    return id() + "/datastores/" + settings.datastore();
  }

  /** Returns a managed identity of the resource group, unless it is an id already. */
  String identity(String name) {
    return name.startsWith("/")
        ? name
        : group() + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/" + name;
  }

  String registry() {
    return settings
        .registry()
        .orElse(
            "azureml://subscriptions/%s/resourcegroups/%s/workspaces/%s"
                .formatted(
                    settings.subscription(), settings.resourceGroup(), settings.workspace()));
  }

  /** Returns where a secret is kept. */
  String secret(SecretRef secret) {
    return settings.keyVault().orElse("") + "/secrets/" + secret.name();
  }

  /** Returns the address of a resource below the workspace in the Azure Resource Manager. */
  String url(String path) {
    return "https://management.azure.com" + id() + path + "?api-version=" + API_VERSION;
  }

  private String group() {
    return "/subscriptions/%s/resourceGroups/%s"
        .formatted(settings.subscription(), settings.resourceGroup());
  }

  private String id() {
    return group()
        + "/providers/Microsoft.MachineLearningServices/workspaces/"
        + settings.workspace();
  }
}
