package dev.retrain.kfp.ir;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What only Kubernetes understands, as the second document of a Kubeflow definition. Vertex must
 * not get it.
 *
 * @param executors settings per executor key
 */
public record KubernetesSpec(SortedMap<String, Pod> executors) {

  /** Nothing. */
  public static final KubernetesSpec NONE = KubernetesSpec.of(Map.of());

  /** Copies the map. */
  public KubernetesSpec {
    executors = SortedMaps.copy(executors);
  }

  /** Creates settings from a map of any order; leaves out pods without any. */
  public static KubernetesSpec of(Map<String, Pod> pods) {
    SortedMap<String, Pod> some = new TreeMap<>(pods);
    some.values().removeIf(Pod::isEmpty);
    return new KubernetesSpec(some);
  }

  public boolean isEmpty() {
    return executors.isEmpty();
  }

  /**
   * The pod of one executor.
   *
   * @param secrets environment variables from secrets
   * @param nodeLabels labels a node must carry
   * @param tolerations taints that are tolerated
   * @param annotations of the pod
   * @param imagePullSecrets names of secrets for the registry
   * @param deadline after which Kubernetes kills the pod
   */
  public record Pod(
      List<SecretVariable> secrets,
      SortedMap<String, String> nodeLabels,
      List<Toleration> tolerations,
      SortedMap<String, String> annotations,
      List<String> imagePullSecrets,
      Optional<Duration> deadline) {

    /** Copies the collections. */
    public Pod {
      secrets = List.copyOf(secrets);
      nodeLabels = SortedMaps.copy(nodeLabels);
      tolerations = List.copyOf(tolerations);
      annotations = SortedMaps.copy(annotations);
      imagePullSecrets = List.copyOf(imagePullSecrets);
    }

    /** Returns a pod from maps of any order. */
    public static Pod of(
        List<SecretVariable> secrets,
        Map<String, String> nodeLabels,
        List<Toleration> tolerations,
        Map<String, String> annotations,
        List<String> imagePullSecrets,
        Optional<Duration> deadline) {
      return new Pod(
          secrets,
          SortedMaps.copy(nodeLabels),
          tolerations,
          SortedMaps.copy(annotations),
          imagePullSecrets,
          deadline);
    }

    boolean isEmpty() {
      return secrets.isEmpty()
          && nodeLabels.isEmpty()
          && tolerations.isEmpty()
          && annotations.isEmpty()
          && imagePullSecrets.isEmpty()
          && deadline.isEmpty();
    }
  }

  /**
   * An environment variable whose value is kept in a Kubernetes secret.
   *
   * @param variable name of the environment variable
   * @param secret name of the secret
   * @param key within the secret
   */
  public record SecretVariable(String variable, String secret, String key) {}

  /**
   * A taint that is tolerated whatever its value.
   *
   * @param key of the taint
   * @param effect such as {@code NoSchedule}
   */
  public record Toleration(String key, String effect) {}
}
