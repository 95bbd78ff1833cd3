package dev.retrain.artifacts.azure;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of the forms {@code abfss://container@account.dfs.core.windows.net/path} and {@code
 * https://account.blob.core.windows.net/container/path}.
 *
 * @param service the address of the account's Blob service
 * @param container the container
 * @param name the name of a blob, decoded; empty for the container
 * @param top the address of the container, as the caller writes it
 */
record BlobAddress(String service, String container, String name, URI top) {

  private static final Pattern DFS = Pattern.compile("([^@/]+)@([a-z0-9]+)\\.dfs\\.(core\\..+)");
  private static final Pattern BLOB = Pattern.compile("[a-z0-9]+\\.blob\\.core\\..+");

  /** Returns whether an address has one of the forms, or is one of a datastore. */
  static boolean matches(URI address) {
    String scheme = String.valueOf(address.getScheme());
    return scheme.equals("abfss")
        || scheme.equals("azureml")
        || (scheme.equals("https")
            && BLOB.matcher(String.valueOf(address.getAuthority())).matches());
  }

  static BlobAddress of(URI address) {
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      // A query would hold a signature, which then stood in messages and registries.
      throw invalid("an address of Blob Storage has no query", "set AZURE_STORAGE_SAS_TOKEN");
    }
    String path = address.getPath().startsWith("/") ? address.getPath().substring(1) : "";
    String authority = String.valueOf(address.getAuthority());
    if ("abfss".equals(address.getScheme())) {
      Matcher parts = DFS.matcher(authority);
      if (!parts.matches()) {
        throw invalid(
            address + " names no container and account",
            "write abfss://container@account.dfs.core.windows.net/folder");
      }
      return new BlobAddress(
          "https://" + parts.group(2) + ".blob." + parts.group(3),
          parts.group(1),
          path,
          URI.create("abfss://" + authority + "/"));
    }
    int slash = path.indexOf('/');
    String container = slash < 0 ? path : path.substring(0, slash);
    if (container.isEmpty()) {
      throw invalid(
          address + " names no container",
          "write https://account.blob.core.windows.net/container/folder");
    }
    String service = "https://" + authority;
    return new BlobAddress(
        service,
        container,
        slash < 0 ? "" : path.substring(slash + 1),
        URI.create(service + "/" + container + "/"));
  }

  private static ConfigurationProblem invalid(String problem, String hint) {
    return new ConfigurationProblem(problem, FailureContext.hint(hint), null);
  }
}
