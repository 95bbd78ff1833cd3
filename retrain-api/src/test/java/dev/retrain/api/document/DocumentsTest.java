package dev.retrain.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

  @Test
  void readsYamlAndJsonIntoTheSameTree() {
    Node yaml = Documents.parse("a: 1\nb: [x, true, null, 2.50]\n", "a.yaml");
    Node json = Documents.parse("{\"b\": [\"x\", true, null, 2.5], \"a\": 1.0}", "a.json");

    assertThat(yaml).isEqualTo(json).hasSameHashCodeAs(json);
    assertThat(Documents.canonicalJson(yaml)).isEqualTo("{\"a\":1,\"b\":[\"x\",true,null,2.5]}");
  }

  @Test
  void remembersWhereEverythingStood() {
    Node node = Documents.parse("steps:\n  - name: a\n  - name: b\n    reads: [x]\n", "p.yaml");

    assertThat(node.locate("steps[1].reads")).contains(new Location("p.yaml", 4, 5));
    assertThat(node.locate("steps[1].writes"))
        .hasValueSatisfying(at -> assertThat(at.line()).isEqualTo(3));
    assertThat(node.locate("steps[7]")).contains(new Location("p.yaml", 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a: 1\na: 2\n",
        "a: [1, 2",
        "{\"a\": 1,}",
        "a: &x 1\nb: *x\n",
        "a: 1\n---\nb: 2\n"
      })
  void refusesWhatIsNotWellFormedWithItsPlace(String text) {
    assertThatThrownBy(() -> Documents.parse(text, "bad.yaml"))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.location()).isPresent()))
        .hasMessageContaining("bad.yaml:");
  }

  @Test
  void refusesADepthThatOnlyAnAttackHas() {
    assertThatThrownBy(
            () -> Documents.parse("{\"a\":".repeat(500) + "1" + "}".repeat(500), "deep.json"))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @Test
  void keepsTextThatOnlyOldYamlReadsAsANumber() {
    Node node = Documents.parse("a: 010\nb: 1_000\nc: '5'\nd: 0.5\n", "a.yaml");

    assertThat(Documents.canonicalJson(node))
        .isEqualTo("{\"a\":\"010\",\"b\":\"1_000\",\"c\":\"5\",\"d\":0.5}");
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    assertThatThrownBy(() -> Documents.read(Path.of("does-not-exist.yaml")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("does-not-exist.yaml");
  }

  @Test
  void writesNumbersInOneForm() {
    assertThat(
            Documents.canonicalJson(
                Node.of(List.of(Node.of(1.0), Node.of(-0.0), Node.of(1e300), Node.of(100L)))))
        .isEqualTo("[1,0,1E+300,100]");
    assertThatThrownBy(() -> Node.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void survivesBothTextFormsWhateverTheContent() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 300; i++) {
      Node node = Node.of(Map.of("root", anyNode(random, 3)));

      assertThat(Documents.parse(Documents.canonicalJson(node), "json")).isEqualTo(node);
      assertThat(Documents.parse(Documents.json(node), "pretty")).isEqualTo(node);
      assertThat(Documents.parse(Documents.yaml(node), "yaml")).isEqualTo(node);
    }
  }

  private static Node anyNode(SplittableRandom random, int depth) {
    int kind = random.nextInt(depth == 0 ? 4 : 6);
    return switch (kind) {
      case 0 -> Node.of(anyText(random));
      case 1 -> Node.of(random.nextLong());
      case 2 -> Node.of(Math.scalb(random.nextDouble() - 0.5, random.nextInt(-60, 60)));
      case 3 -> Node.of(random.nextBoolean());
      case 4 -> {
        List<Node> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(anyNode(random, depth - 1));
        }
        yield Node.of(items);
      }
      default -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          entries.put(anyText(random), anyNode(random, depth - 1));
        }
        yield Node.of(entries);
      }
    };
  }

  private static String anyText(SplittableRandom random) {
    String[] nasty = {
      "",
      " ",
      "yes",
      "no",
      "null",
      "true",
      "010",
      "1e3",
      ".5",
      "~",
      "- a",
      "a: b",
      "#c",
      "'",
      "\"",
      "{{$",
      "${{ x }}",
      "line\nbreak",
      "tab\t",
      "ünï",
      "😀",
      "%",
      "@",
      "!tag",
      "&a",
      "*a",
      "0x1F",
      "2001-01-01",
      "12:30:45",
      "<<",
      "=",
      "\\",
      "a\u0000b"
    };
    String text = nasty[random.nextInt(nasty.length - 1)];
    return random.nextBoolean() ? text : text + random.nextInt(100);
  }
}
