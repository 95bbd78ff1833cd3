package dev.retrain.artifacts.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.util.Map;

/** How requests are signed. */
final class SignIn {

  private static final String SCOPE = "https://storage.azure.com/.default";
  private static final String IDENTITY = "com.azure.identity.DefaultAzureCredentialBuilder";
  private static final String SAS = "AZURE_STORAGE_SAS_TOKEN";

  private SignIn() {}

  static HttpPipelinePolicy of(Map<String, String> environment) {
    String signature = environment.getOrDefault(SAS, "");
    return signature.isBlank()
        ? new BearerTokenAuthenticationPolicy(identity(), SCOPE)
        : new AzureSasCredentialPolicy(new AzureSasCredential(signature.strip()));
  }

  /** azure-identity is large, so it is used where it is and not required. */
  private static TokenCredential identity() {
    try {
      Object builder = Class.forName(IDENTITY).getConstructor().newInstance();
      return (TokenCredential) builder.getClass().getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new ConfigurationProblem(
          "there is no way to sign in to Azure Storage",
          FailureContext.hint(
              "add com.azure:azure-identity beside retrain-artifacts-azure, or set " + SAS),
          e);
    }
  }
}
