package dev.retrain.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AliasesTest {

  private enum Side {
    LOWER,
    UPPER
  }

  private sealed interface Bound {}

  private record Limit(Optional<Double> least, Side side) implements Bound {}

  private record None() implements Bound {}

  private static final Shape<Side> SIDE =
      Shapes.choice(
          new TreeMap<>(Map.of("floor", Side.LOWER, "ceiling", Side.UPPER)),
          Map.of("min", Side.LOWER, "max", Side.UPPER));

  private static final Shape<Bound> BOUND = bound();

  private static Shape<Bound> bound() {
    ObjectShape.Builder<Limit> all = ObjectShape.named("Limit");
    var least = all.maybe("least", Shapes.number(), Limit::least, "the smallest value");
    var side = all.optional("side", SIDE, Side.LOWER, Limit::side, "of the limit");
    all.alias("minimum", least);
    ObjectShape.Builder<None> none = ObjectShape.named("None");
    return UnionShape.<Bound>on("kind")
        .with("limit", Limit.class, all.build(f -> new Limit(f.find(least), f.get(side))))
        .with("none", None.class, none.build(f -> new None()))
        .alias("bound", "limit");
  }

  private static Bound read(String json) {
    return DocumentReader.of(BOUND, Documents.parse(json, "f.json"), "bound");
  }

  @Test
  void readsTheOldWordsAndTheNewAlike() {
    assertThat(read("{\"kind\": \"bound\", \"minimum\": 0.5, \"side\": \"max\"}"))
        .isEqualTo(read("{\"kind\": \"limit\", \"least\": 0.5, \"side\": \"ceiling\"}"));
  }

  @Test
  void writesTheOldWordsSoThatHashesStay() {
    Bound bound = read("{\"kind\": \"bound\", \"minimum\": 0.5, \"side\": \"max\"}");

    assertThat(BOUND.write(bound).toString())
        .isEqualTo("{\"kind\":\"limit\",\"least\":0.5,\"side\":\"ceiling\"}");
  }

  @Test
  void refusesOneKeyUnderBothWords() {
    assertThatThrownBy(() -> read("{\"kind\": \"limit\", \"minimum\": 0.5, \"least\": 0.4}"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("'minimum' and 'least' are the same key");
  }

  @Test
  void describesBothWordsInTheSchema() {
    String schema = Documents.canonicalJson(SchemaDefinitions.schemaOf(BOUND, "bound"));

    assertThat(schema)
        .contains("\"minimum\":{\"description\":\"the same as least\"")
        .contains("\"enum\":[\"limit\",\"bound\"]")
        .contains("\"enum\":[\"ceiling\",\"floor\",\"max\",\"min\"]");
  }

  @Test
  void aRequiredKeyHasNoAlias() {
    ObjectShape.Builder<Limit> all = ObjectShape.named("Limit");
    var side = all.required("side", SIDE, Limit::side, "of the limit");

    assertThatThrownBy(() -> all.alias("edge", side))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'side'");
  }
}
