package dev.retrain.artifacts.azure;

import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The containers behind datastores of workspaces, by the operation Datastores Get of version
 * 2024-04-01; each is looked up once.
 */
final class Datastores {

  private static final URI PUBLIC = URI.create("https://management.azure.com");
  private static final String VERSION = "2024-04-01";
  private static final int LARGEST_ANSWER = 1 << 20;

  /** Where a datastore keeps its files. */
  private record Container(String service, String name) {}

  private final URI endpoint;
  private final Supplier<BlobRequests> requests;
  private final Map<String, Container> known = new ConcurrentHashMap<>();
  private @Nullable BlobRequests opened;

  /**
   * Creates the datastores of all workspaces.
   *
   * @param endpoint of Azure Resource Manager; the public one if empty
   * @param requests opens the client; called with the first datastore
   */
  Datastores(Optional<URI> endpoint, Supplier<BlobRequests> requests) {
    this.endpoint = endpoint.orElse(PUBLIC);
    this.requests = requests;
  }

  BlobAddress blob(URI address) {
    DatastoreAddress datastore = DatastoreAddress.of(address);
    Container container = known.get(datastore.resource());
    if (container == null) {
      container = lookUp(datastore);
      known.put(datastore.resource(), container);
    }
    return new BlobAddress(
        container.service(), container.name(), datastore.path(), datastore.top());
  }

  private synchronized BlobRequests client() {
    if (opened == null) {
      opened = requests.get();
    }
    return opened;
  }

  private Container lookUp(DatastoreAddress datastore) {
    String cannot = "cannot find datastore " + datastore.datastore() + " of " + datastore.top();
    String base = endpoint.toString();
    HttpRequest request =
        new HttpRequest(
            HttpMethod.GET,
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + datastore.resource()
                + "?api-version="
                + VERSION);
    try (HttpResponse answer = client().send(request, true)) {
      int status = answer.getStatusCode();
      if (status != 200) {
        throw refused(cannot, status);
      }
      try (InputStream body = client().body(answer)) {
        return container(
            cannot, new String(body.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new TransientFailure(cannot + ": nothing answered in time", e);
    } catch (AzureException e) {
      throw new PermissionDenied(
          cannot + ": there is no token of Azure",
          FailureContext.hint("run az login, or give the machine a managed identity"),
          e);
    }
  }

  private static RetrainException refused(String cannot, int status) {
    String got = cannot + ": HTTP " + status;
    if (status == 401) {
      return new PermissionDenied(
          got, FailureContext.hint("sign in again: the token is wrong or expired"), null);
    }
    if (status == 403) {
      return new PermissionDenied(
          got, FailureContext.hint("give the role AzureML Data Scientist on the workspace"), null);
    }
    if (status == 404) {
      return new ConfigurationProblem(
          cannot + ": there is none of this name",
          FailureContext.hint("correct the names of workspace and datastore"),
          null);
    }
    return status == 408 || status == 429 || status >= 500
        ? new TransientFailure(got)
        : new PermanentFailure(got, FailureContext.hint("check the address"), null);
  }

  private static Container container(String cannot, String body) {
    Node properties;
    try {
      properties = member(Documents.parseJson(body, "the answer"), "properties").orElse(null);
    } catch (InvalidDefinitionException e) {
      throw new TransientFailure(cannot + ": the answer is no datastore", e);
    }
    if (properties == null) {
      throw new TransientFailure(cannot + ": the answer is no datastore");
    }
    String type = text(properties, "datastoreType");
    String container =
        switch (type) {
          case "AzureBlob" -> text(properties, "containerName");
          case "AzureDataLakeGen2" -> text(properties, "filesystem");
          default ->
              throw new ConfigurationProblem(
                  cannot + ": it is of type '" + type + "'",
                  FailureContext.hint("name a datastore of type AzureBlob or AzureDataLakeGen2"),
                  null);
        };
    String account = text(properties, "accountName");
    if (container.isEmpty() || account.isEmpty()) {
      throw new TransientFailure(cannot + ": the answer names no account and container");
    }
    String suffix = text(properties, "endpoint");
    return new Container(
        "https://" + account + ".blob." + (suffix.isEmpty() ? "core.windows.net" : suffix),
        container);
  }

  private static Optional<Node> member(Node node, String key) {
    return node instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty();
  }

  private static String text(Node node, String key) {
    return member(node, key)
        .filter(Node.Text.class::isInstance)
        .map(found -> ((Node.Text) found).value())
        .orElse("");
  }
}
