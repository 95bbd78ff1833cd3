package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Map;

/** Pods, by the protobuf JSON mapping of KubernetesExecutorConfig. */
final class PodTree {

  private PodTree() {}

  static Map<String, Object> of(KubernetesSpec.Pod pod) {
    return new JsonFields()
        .withList("secretAsEnv", pod.secrets().stream().map(PodTree::secret).toList())
        .withObject("nodeSelector", labels(pod.nodeLabels()))
        .withList("tolerations", pod.tolerations().stream().map(PodTree::toleration).toList())
        .withObject("podMetadata", metadata(pod))
        .withList("imagePullSecret", pod.imagePullSecrets().stream().map(PodTree::named).toList())
        .withOptional(
            "activeDeadlineSeconds",
            pod.deadline(),
            limit -> Long.toString(ProtoDuration.of(limit)))
        .tree();
  }

  private static Map<String, Object> labels(Map<String, String> labels) {
    return new JsonFields().withObject("labels", labels).tree();
  }

  private static Map<String, Object> metadata(KubernetesSpec.Pod pod) {
    return new JsonFields().withObject("annotations", pod.annotations()).tree();
  }

  private static Map<String, Object> secret(KubernetesSpec.SecretVariable secret) {
    JsonFields variable =
        JsonFields.of("secretKey", secret.key()).with("envVar", secret.variable());
    return secretName(secret.secret())
        .with("keyToEnv", List.of(variable.tree()))
        .with("optional", false)
        .tree();
  }

  private static Map<String, Object> named(String secret) {
    return secretName(secret).tree();
  }

  /** Older servers know only the plain name, current ones prefer the parameter. */
  private static JsonFields secretName(String secret) {
    JsonFields constant = JsonFields.of("constant", secret);
    return JsonFields.of("secretName", secret)
        .with("secretNameParameter", JsonFields.of("runtimeValue", constant.tree()).tree());
  }

  private static Map<String, Object> toleration(KubernetesSpec.Toleration toleration) {
    return JsonFields.of("key", toleration.key())
        .with("operator", "Exists")
        .withText("effect", toleration.effect())
        .tree();
  }
}
