package dev.retrain.artifacts.azure;

import com.azure.core.exception.AzureException;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.net.URI;

/**
 * Turns statuses and error codes of the service into the failures of retrain, by the page "Blob
 * Storage error codes" of the REST reference.
 */
final class BlobFailures {

  private BlobFailures() {}

  static RetrainException answered(String verb, URI address, int status, String code) {
    String got =
        "cannot " + verb + " " + address + ": HTTP " + status + (code.isEmpty() ? "" : " " + code);
    if (status == 401) {
      return new PermissionDenied(
          got, FailureContext.hint("sign in again: the token is wrong or expired"), null);
    }
    if (status == 403) {
      return new PermissionDenied(
          got,
          FailureContext.hint("give the role Storage Blob Data Contributor on the container"),
          null);
    }
    if (status == 404) {
      return new ConfigurationProblem(
          "cannot " + verb + " " + address + ": there is no such container",
          FailureContext.hint("create the container or correct its name"),
          null);
    }
    if (status == 408 || status == 409 || status == 429 || status >= 500) {
      return new TransientFailure(got);
    }
    return new PermanentFailure(
        got, FailureContext.hint("check the address and the endpoint"), null);
  }

  static TransientFailure silent(String verb, URI address, Exception cause) {
    return new TransientFailure(
        "cannot " + verb + " " + address + ": nothing answered in time", cause);
  }

  static PermissionDenied notSignedIn(String verb, URI address, AzureException cause) {
    return new PermissionDenied(
        "cannot " + verb + " " + address + ": there is no token of Azure",
        FailureContext.hint("run az login, or give the machine a managed identity"),
        cause);
  }
}
