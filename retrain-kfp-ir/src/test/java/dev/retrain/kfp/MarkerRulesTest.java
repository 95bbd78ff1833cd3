package dev.retrain.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "it's \"so\"\n\t",
        "\u00e9\ud83d\ude00\u2028",
        "$HOME ${HOME}",
        "$ (a)",
        "$(cat /etc/hostname)",
        "{\"Get\": 1}",
        "{ {$ x } }",
        "`id`; rm -rf / # \\",
      })
  void letsThroughWhatNobodyReads(String text) {
    for (MarkerRules rules : MarkerRules.values()) {
      assertThat(rules.argument(text)).isEmpty();
      assertThat(rules.variable(text)).isEmpty();
    }
    assertThat(MarkerRules.KUBEFLOW.argument("x".repeat(10_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{{$.inputs}}",
        "{{$}}",
        "{\"IfPresent\": {}}",
        "{\"Concat\":[]}",
        "a\0b",
        "\ud83d"
      })
  void refusesWhatTheLauncherOrTheSystemReads(String text) {
    for (MarkerRules rules : MarkerRules.values()) {
      assertThat(rules.argument(text)).isPresent();
      assertThat(rules.variable(text)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(whoami)", "$(A_1)", "a$$b"})
  void refusesWhatKubernetesReads(String text) {
    assertThat(MarkerRules.KUBEFLOW.argument(text)).get().asString().contains("Kubernetes");
    assertThat(MarkerRules.VERTEX.argument(text)).isEmpty();
    assertThat(MarkerRules.VERTEX.variable(text)).isPresent();
  }

  @Test
  void refusesWhatArgoReads() {
    assertThat(MarkerRules.KUBEFLOW.argument("${{ github.sha }}"))
        .get()
        .asString()
        .contains("Argo");
    assertThat(MarkerRules.VERTEX.argument("${{ github.sha }}")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(MarkerRules.class)
  void countsBytesNotCharacters(MarkerRules rules) {
    assertThat(rules.argument("x".repeat(131_071))).isEmpty();
    assertThat(rules.argument("x".repeat(131_072))).isPresent();
    assertThat(rules.argument("\u00e9".repeat(65_536))).isPresent();
  }
}
