package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TagFormTest {

  private static final TagForm LABELS =
      new TagForm(5, 63, 63, Pattern.compile("[^a-z0-9_-]"), Pattern.compile("[^a-z0-9_-]"), false);

  @Test
  void leavesWhatFitsAlone() {
    assertThat(LABELS.of(Map.of("owner", "risk"))).isEqualTo(Map.of("owner", "risk"));
  }

  @Test
  void keepsRetrainsOwnNamesReadable() {
    assertThat(LABELS.of(Map.of("retrain.git", "1f0c"))).isEqualTo(Map.of("retrain-git", "1f0c"));
  }

  @Test
  void hashesWhatItChanges() {
    assertThat(LABELS.of(Map.of("path", "a/2026/run_1")).get("path"))
        .matches("a-2026-run_1-[0-9a-f]{16}");
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(LABELS.of(Map.of("data", "x".repeat(64))).get("data"))
        .hasSize(63)
        .matches("x{46}-[0-9a-f]{16}");
  }

  @Test
  void keepsApartWhatDiffersInCapitalsOnly() {
    assertThat(LABELS.of(Map.of("Owner", "a", "owner", "A"))).hasSize(2);
  }

  @Test
  void beginsNoKeyWithAHyphenOfItsOwn() {
    assertThat(LABELS.of(Map.of("/a", "x")).keySet())
        .singleElement()
        .asString()
        .matches("tag-a-[0-9a-f]{16}");
  }

  @Test
  void refusesTwoThatBecomeOne() {
    assertThatThrownBy(() -> LABELS.of(Map.of("retrain.a", "x", "retrain-a", "y")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("two tags become 'retrain-a'");
  }

  @Test
  void refusesTooManyWithTheNumber() {
    Map<String, String> six = new TreeMap<>();
    for (int i = 0; i < 6; i++) {
      six.put("tag" + i, "x");
    }

    assertThatThrownBy(() -> LABELS.of(six))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("6 tags")
        .hasMessageContaining("5");
  }

  @Test
  void refusesAFormWithoutRoom() {
    Pattern none = Pattern.compile("[^a-z]");

    assertThatThrownBy(() -> new TagForm(1, 20, 63, none, none, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesTextsThatFitAndStayDifferent() {
    SplittableRandom random = new SplittableRandom(7);
    Set<String> before = new HashSet<>();
    Set<String> after = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(1, 90), 32, 0x250)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String formed = LABELS.of(Map.of("key", text)).get("key");
      assertThat(formed).matches("[a-z0-9_-]{0,63}");
      before.add(text);
      after.add(formed);
    }
    assertThat(after).hasSameSizeAs(before);
  }
}
