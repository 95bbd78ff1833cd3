package dev.retrain.backend.vertex;

import dev.retrain.api.pipeline.SecretRef;
import java.util.regex.Pattern;

/**
 * The forms of names on Google Cloud (Vertex AI, Labels; Secret Manager, resource names; read
 * 2026-11). Names inside a definition are the business of {@link dev.retrain.kfp.Names}.
 */
final class VertexNames {

  /** A job carries at most this many labels. */
  static final int MAX_LABELS = 64;

  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /** Labels that Vertex or retrain sets. */
  private static final Pattern RESERVED = Pattern.compile("vertex-ai-pipelines-.*|retrain-.*");

  private VertexNames() {}

  static boolean isLabelKey(String key) {
    return LABEL_KEY.matcher(key).matches() && !RESERVED.matcher(key).matches();
  }

  static boolean isLabelValue(String value) {
    return LABEL_VALUE.matcher(value).matches();
  }

  static boolean isSecret(SecretRef secret) {
    return SECRET.matcher(secret.name()).matches()
        && secret.key().map(version -> SECRET.matcher(version).matches()).orElse(true);
  }

  /** The variable that says where a secret is kept. */
  static String secretVariable(String variable) {
    return variable + "_SECRET";
  }

  /** The resource a container reads; what other stores call an entry is a version here. */
  static String secretVersion(String project, SecretRef secret) {
    return "projects/%s/secrets/%s/versions/%s"
        .formatted(project, secret.name(), secret.key().orElse("latest"));
  }
}
