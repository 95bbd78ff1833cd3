package dev.retrain.example.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Keeps the code of docs/writing-a-backend.md equal to the compiled regions of this module;
 * -Ddocs.update=true writes them.
 */
class WritingABackendTest {

  private static final Path DOCUMENT = Path.of("../docs/writing-a-backend.md");
  private static final Pattern BLOCK =
      Pattern.compile("(?s)<!-- code (\\S+)#(\\S+) -->\n```java\n(.*?)```\n");

  @Test
  void showsTheCodeThatIsCompiled() throws IOException {
    String text = Files.readString(DOCUMENT);
    String cut =
        BLOCK
            .matcher(text)
            .replaceAll(
                block ->
                    Matcher.quoteReplacement(
                        "<!-- code "
                            + block.group(1)
                            + "#"
                            + block.group(2)
                            + " -->\n```java\n"
                            + region(Path.of(block.group(1)), block.group(2))
                            + "```\n"));
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, cut);
    }

    assertThat(BLOCK.matcher(text).results()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(text).isEqualTo(cut);
  }

  private static String region(Path file, String name) {
    try {
      String source = Files.readString(Path.of("..").resolve(file));
      Matcher region =
          Pattern.compile(
                  "(?s)// region " + Pattern.quote(name) + "\n(.*?)\n *// endregion " + name)
              .matcher(source);
      assertThat(region.find()).as("%s has a region %s", file, name).isTrue();
      return region.group(1).stripTrailing().stripIndent() + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
