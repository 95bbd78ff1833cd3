package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.backend.azure.settings.AzureSettings;
import dev.retrain.translation.MappingBuilder;

/** Managed identities as jobs and nodes name them: a UUID is a client id, all else a resource. */
final class ManagedIdentities {

  private ManagedIdentities() {}

  /** Returns that of a job, in the terms of the API. */
  static Node ofJob(RequestContext parts, String identity) {
    MappingBuilder node = new MappingBuilder().put("identityType", "Managed");
    return (AzureSettings.isUuid(identity)
            ? node.put("clientId", identity)
            : node.put("resourceId", parts.workspace().identity(identity)))
        .node();
  }

  /** Returns that of a node, in the terms of the command line. */
  static Node ofNode(RequestContext parts, String identity) {
    MappingBuilder node = new MappingBuilder().put("type", "managed");
    return (AzureSettings.isUuid(identity)
            ? node.put("client_id", identity)
            : node.put("msi_resource_id", parts.workspace().identity(identity)))
        .node();
  }
}
