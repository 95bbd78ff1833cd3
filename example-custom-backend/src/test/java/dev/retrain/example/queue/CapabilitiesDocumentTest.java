package dev.retrain.example.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.backend.Backends;
import dev.retrain.api.backend.Capability;
import dev.retrain.api.backend.Support;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.backend.TranslatorProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Writes docs/capabilities.md from what the backends declare, which the compatibility kit holds
 * them to; -Ddocs.update=true writes it.
 */
class CapabilitiesDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/capabilities.md");
  private static final List<String> NAMES =
      List.of("local", "sagemaker", "vertex", "azure", "kubeflow", "queue");

  @Test
  void saysWhatIsDeclared() throws IOException {
    String made = document();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, made);
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(made);
  }

  private static String document() {
    Map<String, Translator> translators = new LinkedHashMap<>();
    for (String name : NAMES) {
      TranslatorProvider provider =
          Backends.translator(name, CapabilitiesDocumentTest.class.getClassLoader());
      translators.put(name, provider.translator(provider.placeholderSettings()));
    }
    StringBuilder text =
        new StringBuilder(
            """
            # What each backend declares

            Generated from the declarations that the compatibility kit checks both ways: what is declared is translated, and
            run where the backend can run; what is absent is refused before submission, with the reason and what to do instead.

            """);
    row(text, "", NAMES);
    row(text, "---", NAMES.stream().map(name -> "---").toList());
    row(text, "proven", NAMES.stream().map(CapabilitiesDocumentTest::proven).toList());
    for (Capability capability : Capability.values()) {
      row(
          text,
          "`" + capability + "`",
          translators.values().stream().map(t -> t.capabilities().of(capability).word()).toList());
    }
    translators.forEach((name, translator) -> details(text, name, translator));
    return text.toString();
  }

  /** A provider that only translates has never run anything. */
  private static String proven(String name) {
    if (name.equals("local")) {
      return "by running";
    }
    if (name.equals("queue")) {
      return "by running (example)";
    }
    boolean runs;
    try {
      Backends.provider(name, CapabilitiesDocumentTest.class.getClassLoader());
      runs = true;
    } catch (dev.retrain.api.error.ConfigurationProblem e) {
      runs = false;
    }
    return runs ? "on emulators" : "translation only";
  }

  private static void row(StringBuilder text, String first, List<String> cells) {
    text.append("| ").append(first);
    cells.forEach(cell -> text.append(" | ").append(cell));
    text.append(" |\n");
  }

  private static void details(StringBuilder text, String name, Translator translator) {
    text.append("\n## ").append(name).append("\n\n");
    for (Map.Entry<Capability, Support> one : translator.capabilities().all().entrySet()) {
      Support support = one.getValue();
      text.append("- `").append(one.getKey()).append("` ").append(support.word());
      text.append(": ").append(support.how());
      if (support instanceof Support.Absent absent) {
        text.append(". ").append(absent.fix());
      }
      text.append('\n');
    }
  }
}
