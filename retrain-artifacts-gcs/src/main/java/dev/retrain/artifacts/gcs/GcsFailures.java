package dev.retrain.artifacts.gcs;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.net.URI;

/** Turns statuses of the service into the failures of retrain. */
final class GcsFailures {

  private GcsFailures() {}

  static RetrainException answered(String verb, URI address, int status) {
    String got = "cannot " + verb + " " + address + ": HTTP " + status;
    if (status == 401) {
      return new PermissionDenied(
          got,
          FailureContext.hint(
              "sign in again: run gcloud auth application-default login, or renew the key"),
          null);
    }
    if (status == 403) {
      return new PermissionDenied(
          got,
          FailureContext.hint(
              "give the role Storage Object User on the bucket " + address.getAuthority()),
          null);
    }
    if (status == 404) {
      return new ConfigurationProblem(
          "cannot " + verb + " " + address + ": there is no bucket " + address.getAuthority(),
          FailureContext.hint("create the bucket or correct its name"),
          null);
    }
    if (status == 408 || status == 429 || status >= 500) {
      return new TransientFailure(got);
    }
    return new PermanentFailure(
        got, FailureContext.hint("check the address and the endpoint"), null);
  }
}
