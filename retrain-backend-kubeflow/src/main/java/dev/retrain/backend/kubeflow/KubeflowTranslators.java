package dev.retrain.backend.kubeflow;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;
import dev.retrain.kfp.ServiceTranslator;

/** Makes translators for Kubeflow; found by {@link java.util.ServiceLoader}. */
public final class KubeflowTranslators implements TranslatorProvider {

  /** The backend's name. */
  static final String NAME = "kubeflow";

  /** For {@link java.util.ServiceLoader}. */
  public KubeflowTranslators() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new ServiceTranslator(new Kubeflow(KubeflowSettings.of(settings)));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(
        """
        artifactRoot: s3://your-bucket/retrain
        stepsImage: registry.example.com/retrain/steps@sha256:%s
        """
            .formatted("0".repeat(64)),
        "placeholder settings of kubeflow");
  }
}
