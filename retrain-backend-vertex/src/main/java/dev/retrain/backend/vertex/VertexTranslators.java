package dev.retrain.backend.vertex;

import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;
import dev.retrain.kfp.ServiceTranslator;

/** Makes translators for Vertex AI; found by {@link java.util.ServiceLoader}. */
public final class VertexTranslators implements TranslatorProvider {

  /** The backend's name. */
  static final String NAME = "vertex";

  /** For {@link java.util.ServiceLoader}. */
  public VertexTranslators() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Translator translator(Settings settings) {
    return new ServiceTranslator(new Vertex(VertexSettings.of(settings)));
  }

  @Override
  public Settings placeholderSettings() {
    return Settings.parse(
        """
        project: your-project
        region: europe-west4
        artifactRoot: gs://your-bucket/retrain
        stepsImage: registry.example.com/retrain/steps@sha256:%s
        """
            .formatted("0".repeat(64)),
        "placeholder settings of vertex");
  }
}
