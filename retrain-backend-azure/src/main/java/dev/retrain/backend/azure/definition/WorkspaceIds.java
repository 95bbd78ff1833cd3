package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.backend.azure.settings.AzureSettings;

/** Ids of resources in and around the workspace. */
record WorkspaceIds(AzureSettings settings) {

  String component(String name, String version) {
    return id() + "/components/" + name + "/versions/" + version;
  }

  String environment(String name, String version) {
    return id() + "/environments/" + name + "/versions/" + version;
  }

  String compute(String name) {
    return name.startsWith("/") ? name : id() + "/computes/" + name;
  }

  /** The datastore of all outputs. */
  String datastore() {
    return id() + "/datastores/" + settings.datastore();
  }

  /** A managed identity of the resource group, unless it is an id already. */
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

  /** Where a secret is kept. */
  String secret(SecretRef secret) {
    return settings.keyVault().orElse("") + "/secrets/" + secret.name();
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
