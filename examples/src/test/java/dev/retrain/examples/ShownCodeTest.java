package dev.retrain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** README and the pages of docs show code that compiles, because it is cut from compiled code. */
class ShownCodeTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern CUT =
      Pattern.compile("<!-- cut from (\\S+)#(\\w+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({"README.md,2", "docs/drift.md,4"})
  void isCutFromTheExamples(Path page, int pieces) throws IOException {
    Path file = ROOT.resolve(page);
    String shown = Files.readString(file);
    String expected =
        CUT.matcher(shown)
            .replaceAll(
                cut ->
                    Matcher.quoteReplacement(
                        "<!-- cut from "
                            + cut.group(1)
                            + "#"
                            + cut.group(2)
                            + " -->\n```java\n"
                            + region(cut.group(1), cut.group(2))
                            + "```"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(file, expected);
    }

    assertThat(Files.readString(file))
        .as("run with -Ddocs.update=true after a change of the example")
        .isEqualTo(expected)
        .contains("```java\n");
    assertThat(CUT.matcher(expected).results().count()).isEqualTo(pieces);
  }

  private static String region(String source, String tag) {
    try {
      String text = Files.readString(ROOT.resolve(source));
      int from = text.indexOf('\n', text.indexOf("tag::" + tag + "[]")) + 1;
      int to = text.lastIndexOf('\n', text.indexOf("end::" + tag + "[]"));
      return text.substring(from, to).stripTrailing().indent(-2);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
