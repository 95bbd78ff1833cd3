package dev.retrain.backend.vertex;

import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.translation.TagForm;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The forms of names on Google Cloud (Vertex AI, Labels; Secret Manager, resource names; read
 * 2026-11). Names inside a definition are the business of {@link dev.retrain.kfp.SpecNames}.
 */
final class VertexNames {

  /** A job carries at most this many labels. */
  static final int MAX_LABELS = 64;

  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /** An account's short name, or its address. */
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "[a-z][a-z0-9-]{4,28}[a-z0-9]|[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com");

  /** Of a run, beside those of its definition. */
  private static final TagForm RUN_LABELS =
      new TagForm(
          MAX_LABELS - PipelineJobRequest.OWN_LABELS,
          63,
          63,
          Pattern.compile("[^a-z0-9_-]"),
          Pattern.compile("[^a-z0-9_-]"),
          false);

  /** Labels that Vertex or retrain sets. */
  private static final Pattern RESERVED = Pattern.compile("vertex-ai-pipelines-.*|retrain-.*");

  private VertexNames() {}

  /**
   * Returns the label of a tag: labels have no capitals, so two tags that differ in nothing else
   * clash.
   */
  static String labelKey(String tag) {
    return tag.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the labels of a run's tags. A key that no label may have gets a word before it.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if there are too many, or two become one
   */
  static Map<String, String> runLabels(Map<String, String> tags) {
    Map<String, String> named = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          String label = labelKey(key);
          boolean first = !label.isEmpty() && label.charAt(0) >= 'a' && label.charAt(0) <= 'z';
          boolean free = first && !RESERVED.matcher(label).matches();
          named.put(free ? key : "tag-" + key, value);
        });
    return RUN_LABELS.of(named);
  }

  static boolean isLabelKey(String key) {
    return LABEL_KEY.matcher(key).matches() && !RESERVED.matcher(key).matches();
  }

  static boolean isLabelValue(String value) {
    return LABEL_VALUE.matcher(value).matches();
  }

  /** Returns a service account: an address as it is, a short name as an account of the project. */
  static String serviceAccount(String identity, String project) {
    return identity.contains("@")
        ? identity
        : identity + "@" + project + ".iam.gserviceaccount.com";
  }

  static boolean isServiceAccount(String identity) {
    return ACCOUNT.matcher(identity).matches();
  }

  /** Secret Manager has no entries: an entry of a secret is a secret of its own. */
  private static String secret(SecretRef secret) {
    return secret.key().map(key -> secret.name() + "-" + key).orElse(secret.name());
  }

  static boolean isSecret(SecretRef secret) {
    return SECRET.matcher(secret(secret)).matches();
  }

  /** Returns the resource a container reads. */
  static String secretVersion(String project, SecretRef secret) {
    return "projects/" + project + "/secrets/" + secret(secret) + "/versions/latest";
  }
}
