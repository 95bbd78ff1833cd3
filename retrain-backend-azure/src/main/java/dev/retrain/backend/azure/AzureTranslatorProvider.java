package dev.retrain.backend.azure;

import dev.retrain.api.document.Settings;
import dev.retrain.backend.azure.definition.AzureTranslator;
import dev.retrain.backend.azure.settings.AzureSettings;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the translator for Azure Machine Learning. */
public final class AzureTranslatorProvider implements TranslatorProvider {

  private static final String PLACEHOLDER =
      """
      subscription: 00000000-0000-0000-0000-000000000000
      resourceGroup: example-group
      workspace: example-workspace
      artifactRoot: azureml://datastores/workspaceblobstore/paths/retrain
      imageRegistry: example.azurecr.io
      stepsImage: retrain/steps@sha256:%s
      keyVault: https://example.vault.azure.net
      """
          .formatted("0".repeat(64));

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public AzureTranslatorProvider() {}

  @Override
  public String name() {
    return AzureTranslator.NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new AzureTranslator(settings.as(AzureSettings.shape()));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(PLACEHOLDER, "placeholder settings");
  }

  /** Returns the credentials that azure-identity looks for, and the Resource Manager. */
  @Override
  public BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    AzureSettings read = settings.as(AzureSettings.shape());
    List<URI> services = new ArrayList<>();
    ClientSettings client = read.client().common();
    services.add(
        client
            .endpoint("resourceManager")
            .map(ServiceAddress::uri)
            .orElseGet(
                () ->
                    URI.create(
                        environment.getOrDefault(
                            "RETRAIN_AZURE_ENDPOINT", "https://management.azure.com"))));
    read.keyVault()
        .map(
            vault -> client.endpoint("keyVault").map(ServiceAddress::uri).orElse(URI.create(vault)))
        .ifPresent(services::add);
    Path home = Path.of(System.getProperty("user.home"), ".azure");
    return BackendRequirements.remote(
        List.of(
            Credential.variables(
                "service principal", "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"),
            Credential.variables(
                "workload identity",
                "AZURE_TENANT_ID",
                "AZURE_CLIENT_ID",
                "AZURE_FEDERATED_TOKEN_FILE"),
            Credential.variables("managed identity", "IDENTITY_ENDPOINT"),
            Credential.variables("managed identity of a job", "MSI_ENDPOINT"),
            Credential.file("az login", home.resolve("msal_token_cache.json"))),
        services);
  }
}
