package dev.retrain.backend.sagemaker;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;

/** Makes the translator for Amazon SageMaker Pipelines. */
public final class SageMakerTranslatorProvider implements TranslatorProvider {

  static final String NAME = "sagemaker";

  private static final String PLACEHOLDER =
      """
      role: arn:aws:iam::123456789012:role/retrain-job
      region: eu-central-1
      artifactRoot: s3://example-bucket/retrain
      imageRegistry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com
      stepsImage: retrain/steps@sha256:%s
      """
          .formatted("0".repeat(64));

  /** For {@link java.util.ServiceLoader}. */
  public SageMakerTranslatorProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new SageMakerTranslator(settings.as(SageMakerSettings.shape()));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(PLACEHOLDER, "placeholder settings");
  }
}
