package dev.retrain.backend.kubeflow;

import dev.retrain.translation.TagForm;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The forms of names on Kubernetes (kubernetes.io, Labels and Selectors; Object Names and IDs; read
 * 2026-11). Names inside a definition are the business of {@link dev.retrain.kfp.SpecNames}.
 */
final class KubeflowNames {

  /** The part of an annotation's key after the prefix. */
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /**
   * Secrets are named as DNS subdomains, and their entries by letters, digits and {@code - _ .}.
   */
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  /** An entry of a secret. */
  private static final Pattern ENTRY = Pattern.compile("[-._A-Za-z0-9]{1,253}");

  /**
   * Of a run: an annotation's key has 63 characters after its prefix, all annotations together 256
   * KiB (Kubernetes, Annotations; read 2026-11).
   */
  static final TagForm RUN_TAGS =
      new TagForm(
          100,
          63,
          2_000,
          Pattern.compile("[^-A-Za-z0-9_.]|^[^A-Za-z0-9]+|[^A-Za-z0-9]+$"),
          Pattern.compile("(?!)"),
          true);

  private static final String PREFIX = "retrain.dev/";

  private KubeflowNames() {}

  /** Annotations take any value, labels do not; so tags are annotations. */
  static Map<String, String> annotations(Map<String, String> tags) {
    Map<String, String> annotations = new TreeMap<>();
    tags.forEach((key, value) -> annotations.put(PREFIX + key, value));
    return annotations;
  }

  /**
   * Returns whether Kubernetes can have a resource, label or taint of this name, which may have a
   * prefix.
   */
  static boolean isQualified(String name) {
    int slash = name.indexOf('/');
    return isTagKey(name.substring(slash + 1)) && (slash < 0 || isObject(name.substring(0, slash)));
  }

  static boolean isLabelValue(String value) {
    return value.isEmpty() || isTagKey(value);
  }

  static boolean isTagKey(String key) {
    return QUALIFIED.matcher(key).matches();
  }

  /** Returns whether Kubernetes can have a secret or service account of this name. */
  static boolean isObject(String name) {
    return SUBDOMAIN.matcher(name).matches();
  }

  static boolean isSecretEntry(String key) {
    return ENTRY.matcher(key).matches();
  }
}
