package dev.retrain.backend.azure;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;

/** Makes the translator for Azure Machine Learning. */
public final class AzureTranslatorProvider implements TranslatorProvider {

  static final String NAME = "azure";

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

  /** For {@link java.util.ServiceLoader}. */
  public AzureTranslatorProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new AzureTranslator(settings.as(AzureSettings.shape()));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(PLACEHOLDER, "placeholder settings");
  }
}
