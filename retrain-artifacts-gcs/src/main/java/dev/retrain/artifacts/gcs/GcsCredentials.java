package dev.retrain.artifacts.gcs;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;

/** The application default credentials. */
final class GcsCredentials {

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private GcsCredentials() {}

  static Credentials applicationDefault() {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "there are no credentials of Google Cloud",
          FailureContext.hint(
              "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS"),
          e);
    }
  }
}
