package dev.retrain.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NamesTest {

  /** Few characters, so that rewritten names come close to one another and to kept ones. */
  private static final String[] PIECES = {
    "a", "b", "A", "-", "_", ".", " ", "--", "1", "é", "'", "{{$", "\n"
  };

  @Test
  void keepsNamesThatFollowTheRules() {
    assertThat(SpecNames.label("flight-delays-2")).isEqualTo("flight-delays-2");
    assertThat(SpecNames.label("a".repeat(63))).isEqualTo("a".repeat(63));
    assertThat(SpecNames.key("pipelinechannel--train-Output_1"))
        .isEqualTo("pipelinechannel--train-Output_1");
  }

  @Test
  void rewritesWhatDoesNot() {
    assertThat(SpecNames.label("Flight Delays!")).matches("flight-delays-[0-9a-f]{8}");
    assertThat(SpecNames.label("a".repeat(64))).hasSize(63).startsWith("aaa");
    assertThat(SpecNames.label("a".repeat(30), 20)).hasSize(20);
    assertThat(SpecNames.label("---")).matches("[0-9a-f]{8}");
    assertThat(SpecNames.key("it's")).matches("it-s-[0-9a-f]{8}");
  }

  @Test
  void everyNameFollowsTheRulesAndNoTwoBecomeOne() {
    check(SpecNames::label, "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    check(SpecNames::key, "[A-Za-z0-9_-]{1,63}");
  }

  private static void check(UnaryOperator<String> form, String pattern) {
    SplittableRandom random = new SplittableRandom(7);
    Map<String, String> seen = new HashMap<>();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder name = new StringBuilder();
      int length = random.nextInt(1, 8) == 7 ? random.nextInt(60, 80) : random.nextInt(1, 6);
      for (int i = 0; i < length; i++) {
        name.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String made = form.apply(name.toString());
      assertThat(made).matches(pattern);
      assertThat(seen.merge(made, name.toString(), (first, second) -> first))
          .isEqualTo(name.toString());
    }
  }

  @Test
  void aNamespaceGivesEveryNameOnce() {
    UniqueNames names = new UniqueNames(SpecNames::label);

    assertThat(names.take("gate")).isEqualTo("gate");
    assertThat(names.take("gate-2")).isEqualTo("gate-2");
    assertThat(names.take("gate")).isEqualTo("gate-3");
    assertThat(names.take("gate")).isEqualTo("gate-4");
  }
}
