package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KubeflowNamesTest {

  @Test
  void knowsTheFormsOfKubernetes() {
    assertThat(KubeflowNames.isObject("feature-store.risk")).isTrue();
    assertThat(KubeflowNames.isObject("Feature_Store")).isFalse();
    assertThat(KubeflowNames.isObject("a".repeat(254))).isFalse();
    assertThat(KubeflowNames.isSecretEntry("tls.key_1")).isTrue();
    assertThat(KubeflowNames.isSecretEntry("a/b")).isFalse();
    assertThat(KubeflowNames.isTagKey("Cost.Center_1")).isTrue();
    assertThat(KubeflowNames.isTagKey("-a")).isFalse();
    assertThat(KubeflowNames.isTagKey("a".repeat(64))).isFalse();
  }

  @Test
  void noTwoTagsBecomeOneAnnotation() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, String> tags = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder key = new StringBuilder();
      for (int length = random.nextInt(1, 6); length > 0; length--) {
        key.append("abAB-_. ".charAt(random.nextInt(8)));
      }
      tags.put(key.toString(), "v");
    }

    assertThat(KubeflowNames.annotations(tags)).hasSameSizeAs(tags);
  }
}
