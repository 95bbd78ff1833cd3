package dev.retrain.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {

  private enum Colour {
    RED,
    DARK_BLUE
  }

  private sealed interface Figure {}

  private record Circle(double radius) implements Figure {
    Circle {
      if (radius <= 0) {
        throw new IllegalArgumentException("a radius must be above 0");
      }
    }
  }

  private record Box(long width, Optional<Long> height, Colour colour, List<String> labels)
      implements Figure {}

  private static final Shape<Figure> FIGURE = figure();

  private static Shape<Figure> figure() {
    ObjectShape.Builder<Circle> circle = ObjectShape.named("Circle");
    var radius = circle.required("radius", Shapes.number(), Circle::radius, "half the width");
    ObjectShape.Builder<Box> box = ObjectShape.named("Box");
    var width = box.required("width", Shapes.integer(1, 10), Box::width, "across");
    var height = box.maybe("height", Shapes.integer(1, 10), Box::height, "up");
    var colour =
        box.optional("colour", Shapes.choice(Colour.class), Colour.RED, Box::colour, "seen");
    var labels =
        box.optional("labels", Shapes.list(Shapes.text()), List.of(), Box::labels, "written");
    return UnionShape.<Figure>on("type")
        .with("circle", Circle.class, circle.build(f -> new Circle(f.get(radius))))
        .with(
            "box",
            Box.class,
            box.build(f -> new Box(f.get(width), f.find(height), f.get(colour), f.get(labels))));
  }

  private static List<Problem> problemsOf(String text) {
    try {
      DocumentReader.of(FIGURE, Documents.parse(text, "f.yaml"), "figure");
      return List.of();
    } catch (InvalidDefinitionException e) {
      return e.problems();
    }
  }

  @Test
  void writesWhatItReads() {
    Figure box = new Box(3, Optional.of(4L), Colour.DARK_BLUE, List.of("a", "b"));

    assertThat(DocumentReader.of(FIGURE, FIGURE.write(box), "figure")).isEqualTo(box);
    assertThat(FIGURE.write(new Box(3, Optional.empty(), Colour.RED, List.of())).toString())
        .isEqualTo("{\"type\":\"box\",\"width\":3}");
  }

  @Test
  void findsEveryProblemInOnePass() {
    List<Problem> problems =
        problemsOf("type: box\nwidht: 3\nheight: 11\ncolour: green\nlabels: [a, 1]\n");

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "unknown-key", "missing-key", "wrong-value", "wrong-value", "wrong-value");
    assertThat(problems).allSatisfy(p -> assertThat(p.location()).isPresent());
    assertThat(problems.get(0).fix()).isEqualTo("Did you mean 'width'?");
    assertThat(problems.get(0).location().orElseThrow().line()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'type: bux', unknown-value",
    "'width: 3', missing-key",
    "'[1]', wrong-type",
    "'{type: circle, radius: -1}', illegal-value",
    "'{type: circle, radius: wide}', wrong-value",
    "'{type: box, width: 2.5}', wrong-value",
    "'{type: box, width: 3, labels: x}', wrong-type"
  })
  void namesWhatIsWrong(String text, String code) {
    assertThat(problemsOf(text)).extracting(Problem::code).contains(code);
  }

  @Test
  void describesItselfAsJsonSchema() {
    String schema = Documents.canonicalJson(SchemaDefinitions.schemaOf(FIGURE, "figure"));

    assertThat(schema)
        .contains("\"oneOf\"", "\"const\":\"box\"", "\"additionalProperties\":false")
        .contains("\"enum\":[\"red\",\"dark-blue\"]");
  }

  @Test
  void readsMapsInSortedOrder() {
    Shape<Map<String, Boolean>> shape = Shapes.map(Shapes.bool());
    Node node = Documents.parse("b: true\na: false\n", "m.yaml");

    assertThat(DocumentReader.of(shape, node, "map").keySet()).containsExactly("a", "b");
    assertThat(shape.write(Map.of("z", true)).toString()).isEqualTo("{\"z\":true}");
    assertThatThrownBy(() -> DocumentReader.of(shape, Node.of(List.of()), "map"))
        .hasMessageContaining("expected a mapping");
    assertThatThrownBy(() -> DocumentReader.of(shape, Documents.parse("a: 1", "m"), "map"))
        .hasMessageContaining("true or false");
  }

  @Test
  void readsInstantsAndScalars() {
    Instant at = Instant.parse("2001-02-03T04:05:06Z");

    assertThat(DocumentReader.of(Shapes.instant(), Node.of(at.toString()), "t")).isEqualTo(at);
    assertThatThrownBy(() -> DocumentReader.of(Shapes.instant(), Node.of("yesterday"), "t"))
        .hasMessageContaining("not an instant");
    assertThatThrownBy(() -> DocumentReader.of(Shapes.scalar(), Node.of(List.of()), "s"))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M",
    "1h30m, PT1H30M",
    "2d, PT48H",
    "500ms, PT0.5S",
    "PT5S, PT5S",
    "0s, PT0S"
  })
  void readsDurationsAsPeopleWriteThem(String text, String iso) {
    Duration duration = Duration.parse(iso);

    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"30", "-PT5S", "''", "1x", "99999999999999999999d"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesDurationsFinerThanAMillisecondExactly() {
    assertThat(Durations.parse(Durations.format(Duration.ofNanos(1234))))
        .isEqualTo(Duration.ofNanos(1234));
  }

  @Test
  void suggestsOnlyWhatIsNear() {
    assertThat(Suggestion.nearest("comand", List.of("command", "image"))).contains("command");
    assertThat(Suggestion.nearest("zzz", List.of("command", "image"))).isEmpty();
  }
}
