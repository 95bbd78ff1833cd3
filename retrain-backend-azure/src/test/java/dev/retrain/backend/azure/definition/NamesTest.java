package dev.retrain.backend.azure.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final String LETTERS = "ab-_A9. é/\n$";
  private static final String IDENTIFIER = "[a-z][a-z0-9_]*";

  private static String random(SplittableRandom random, int maxLength) {
    StringBuilder name = new StringBuilder();
    int length = random.nextInt(1, maxLength);
    for (int i = 0; i < length; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  private static void neverMeets(UnaryOperator<String> rule) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String name = random(random, i % 10 == 0 ? 300 : 6);
      String legal = rule.apply(name);
      assertThat(legal).matches(IDENTIFIER).hasSizeLessThanOrEqualTo(255);
      assertThat(seen.merge(legal, name, (one, two) -> one.equals(two) ? one : one + "|" + two))
          .isEqualTo(name);
    }
  }

  @Test
  void makesIdentifiersOfAllAndNeverOneOfTwo() {
    neverMeets(AzureNames::node);
    neverMeets(AzureNames::artifact);
    neverMeets(AzureNames::parameter);
  }

  @Test
  void keepsArtifactsApartFromParameters() {
    assertThat(AzureNames.artifact("trial-metrics")).isEqualTo("trial__metrics");
    assertThat(AzureNames.parameter("trial_metrics")).isEqualTo("trial_metrics");
  }

  @Test
  void keepsPipelinesApartFromSteps() {
    assertThat(AzureNames.component("a-b", AzureNames.node("c"))).isEqualTo("a_b__c");
    assertThat(AzureNames.component("a", AzureNames.node("b-c"))).isEqualTo("a__b_c");
  }

  @Test
  void keepsItsOwnNamesApartFromOurs() {
    assertThat(Set.of(AzureNames.GATE, AzureNames.CHAMPION, AzureNames.DECISION, AzureNames.TRIAL))
        .allMatch(name -> name.matches(IDENTIFIER) && name.contains("___"));
  }

  @Test
  void findsAnInputForAHyperparameterThatIsCalledAsAnother() {
    assertThat(AzureNames.hyperparameter("depth", Set.of("depth"))).isEqualTo("searched___depth");
    assertThat(AzureNames.hyperparameter("depth", Set.of("rows"))).isEqualTo("depth");
    assertThat(AzureNames.hyperparameter("Max.Depth", Set.of())).startsWith("xmax_depth____");
  }

  @Test
  void callsAnEnvironmentAsItsImage() {
    assertThat(AzureNames.environment("h.io:5000/acme/a_b:1@sha256:0")).isEqualTo("acme-a_b");
    assertThat(AzureNames.environment("acme/train:latest")).isEqualTo("acme-train");
    assertThat(AzureNames.environment("h.io/")).isEqualTo("image");
    assertThat(AzureNames.environment("python")).isEqualTo("python");
  }
}
