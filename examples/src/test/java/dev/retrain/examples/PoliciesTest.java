package dev.retrain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.PartType;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {

  private static final Path POLICIES = Path.of("policies");
  private static final Path SCHEMA = Path.of("../docs/retraining.schema.json");

  @ParameterizedTest
  @ValueSource(strings = {"everything.yaml", "flights.yaml", "guide.yaml"})
  void areReadAndWrittenWithoutLoss(String name) {
    Retraining policy = Retraining.read(POLICIES.resolve(name));

    assertThat(Retraining.fromNode(policy.toNode()).canonicalJson())
        .isEqualTo(policy.canonicalJson());
  }

  @Test
  void showEveryKindOfTrigger() throws Exception {
    String everything = Files.readString(POLICIES.resolve("everything.yaml"));

    assertThat(triggers())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(everything).contains("type: " + type));
  }

  @Test
  void haveAPublishedSchema() throws Exception {
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(SCHEMA, Retraining.jsonSchema());
    }

    assertThat(Files.readString(SCHEMA))
        .as("run with -Ddocs.update=true after a change of what a policy may hold")
        .isEqualTo(Retraining.jsonSchema());
  }

  private static Stream<String> triggers() {
    return ServiceLoader.load(PartType.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(type -> type.role().equals(Trigger.class))
        .map(PartType::name);
  }
}
