package dev.retrain.backend.sagemaker.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final String LETTERS = "ab-_A9. é/\n$";

  private static String random(SplittableRandom random, int maxLength) {
    StringBuilder name = new StringBuilder();
    int length = random.nextInt(1, maxLength);
    for (int i = 0; i < length; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  @Test
  void keepsLegalNamesOfOurs() {
    assertThat(SageMakerNames.of("propose-schema")).isEqualTo("propose-schema");
    assertThat(SageMakerNames.of("learning_rate")).isEqualTo("learning_rate");
  }

  @Test
  void makesLegalNamesOfAllAndNeverOneOfTwo() {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      String name = random(random, i % 10 == 0 ? 200 : 6);
      String legal = SageMakerNames.of(name);
      assertThat(legal).matches("[A-Za-z0-9_-]{1,64}");
      assertThat(seen.merge(legal, name, (one, two) -> one.equals(two) ? one : one + "|" + two))
          .isEqualTo(name);
    }
  }

  @Test
  void keepsItsOwnNamesApartFromOurs() {
    for (String own :
        new String[] {SageMakerNames.GATE, SageMakerNames.REGISTER, SageMakerNames.REJECT}) {
      assertThat(own).contains("_").matches("[A-Za-z0-9_-]{1,64}");
    }
    assertThat(SageMakerNames.of(SageMakerNames.CHAMPION_URI))
        .as("two underscores are kept for retrain")
        .isNotEqualTo(SageMakerNames.CHAMPION_URI);
  }
}
