package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.backend.Translator;
import dev.retrain.api.error.ConfigurationProblem;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of a run's tags, provenance and users' own. */
class RunTagsTest {

  private final Translator translator =
      new VertexTranslators().translator(new VertexTranslators().placeholderSettings());

  @Test
  void fitTheService() {
    Map<String, String> tags =
        Map.of(
            "retrain.path",
            "flight-delays/2001/02/03/run_0123456-1",
            "retrain.data",
            "s3://data/flights?x=1&y=2@" + "e".repeat(300),
            "Own/er of \u00fc%",
            "Risk & Co",
            "aws:x",
            "x",
            "retrain-run",
            "mine",
            "9lives",
            "x",
            "k".repeat(600),
            "x");

    Map<String, String> held = translator.runTags(tags);

    assertThat(held).hasSameSizeAs(tags);
    assertThat(held.keySet()).allMatch(key -> key.matches("(?!retrain-run$)[a-z][a-z0-9_-]{0,62}"));
    assertThat(held.values()).allMatch(value -> value.matches("[a-z0-9_-]{0,63}"));
  }

  @Test
  void areRefusedWhenThereAreTooMany() {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 120; i++) {
      many.put("tag" + i, "x");
    }

    assertThatThrownBy(() -> translator.runTags(many))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("120 tags");
  }
}
