package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

  private static final Path DOCS = Path.of("../docs/container-contract.md");
  private static final String HEAD = "| component | option | |\n|---|---|---|\n";

  static Stream<String> components() {
    return new TreeSet<>(StandardComponents.names()).stream();
  }

  @ParameterizedTest
  @MethodSource("components")
  void printsHowAComponentIsCalled(String component) {
    Steps.Said said = Steps.run(component, "--help");

    assertThat(said.code()).isZero();
    assertThat(said.text()).startsWith(component + ": ").contains("  reads   ", "  writes  ");
  }

  @Test
  void namesEveryOptionOfSplit() {
    assertThat(Steps.run("split", "--help").text())
        .contains("--by time|group|random", "--holdout SHARE", "--embargo DURATION", "required:");
  }

  @ParameterizedTest
  @MethodSource("components")
  void whatItRequiresIsMissedByItsName(String component) {
    List<String> required =
        StandardComponents.usage(component).orElseThrow().options().stream()
            .filter(Usage.Option::required)
            .map(option -> "--" + option.name())
            .toList();
    Steps.Said said = Steps.run(component);

    assertThat(said.code()).isEqualTo(2);
    if (!said.text().contains("--reads")) {
      assertThat(required).anySatisfy(name -> assertThat(said.text()).contains(name));
    }
  }

  @Test
  void theDocumentationHoldsTheSameOptions() throws IOException {
    String rows =
        components()
            .map(name -> StandardComponents.usage(name).orElseThrow().markdown(name))
            .collect(Collectors.joining());
    String docs = Files.readString(DOCS);
    int from = docs.indexOf(HEAD) + HEAD.length();
    String updated =
        docs.substring(0, from) + rows + docs.substring(docs.indexOf("\n\n", from - 1) + 1);
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCS, updated);
    }

    assertThat(Files.readString(DOCS))
        .as("run with -Ddocs.update=true after a change of an option")
        .isEqualTo(updated);
  }
}
