package dev.retrain.runtime.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.retraining.PartType;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.retraining.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every line of docs/triggers.md is a trigger, and every trigger has a line. */
class TriggersPageTest {

  private static final Pattern CELL = Pattern.compile("(?m)^\\| `(\\{type: .*?\\})` \\|");

  private static List<String> shown() throws IOException {
    return CELL.matcher(Files.readString(Path.of("../docs/triggers.md")))
        .results()
        .map((MatchResult cell) -> cell.group(1))
        .toList();
  }

  @Test
  void everyLineCanBeRead() throws IOException {
    for (String text : shown()) {
      Trigger trigger =
          DocumentReader.of(
              PartTypes.shape(Trigger.class), Documents.parse(text, text), "docs/triggers.md");

      assertThat(trigger.problems()).as(text).isEmpty();
    }
  }

  @Test
  void everyTriggerHasALine() throws IOException {
    String page = String.join("\n", shown());

    ServiceLoader.load(PartType.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(part -> part.role().equals(Trigger.class))
        .forEach(part -> assertThat(page).contains("{type: " + part.name()));
  }
}
