package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.InMemoryStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Retrainings go on from where they were left, and decide what the revision decided. */
class CarryOnGoldensTest {

  private static final String BY_HAND = "deploy-by-hand";
  private static final int WHILE = 90;

  @TempDir Path folder;

  static Stream<String> worlds() throws IOException {
    return Goldens.files("worlds", ".properties").stream().map(Goldens::name);
  }

  static Stream<Path> states() throws IOException {
    return Goldens.files("states", ".json").stream();
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void fromADatabase(String name) throws Exception {
    Path store = Goldens.copy("store", folder);
    try (StateStore state = JdbcStore.embedded(store.resolve("state"), false)) {
      goesOn(name, store, state);
    }
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void fromTheDocumentsOfAnyStore(String name) throws Exception {
    StateStore state = new InMemoryStateStore();
    for (Path file : states().toList()) {
      state.saveIfUnchanged(
          Goldens.name(file).replaceFirst("\\.", "/"), 0, Files.readString(file), List.of());
    }
    goesOn(name, Goldens.copy("store", folder), state);
  }

  private static void goesOn(String name, Path store, StateStore state) throws IOException {
    LoopPolicy policy =
        name.equals(BY_HAND)
            ? LoopPolicy.of(ManualDeployment.of(state, "by-hand").orElseThrow().policy())
            : LoopPolicy.of(Retraining.read(store.resolve(name + ".yaml")));
    int before = state.history(policy.name(), 0).size();
    RecordedCollaborators world = new RecordedCollaborators(name, store, policy, state);
    List<String> lines = new ArrayList<>();
    lines.add(world.standing());
    world.minutes(WHILE);
    lines.add(world.standing());
    world.flip();
    world.minutes(WHILE);
    state.history(policy.name(), before).stream()
        .filter(entry -> entry.decision().kind() != Decision.Kind.HOLD)
        .forEach(
            entry ->
                lines.add(
                    entry.decision().at()
                        + " "
                        + entry.decision().kind()
                        + entry.decision().version().map(version -> " " + version).orElse("")));
    lines.add(world.standing());

    // A hold is written when the words of its reason change, and those may between revisions.
    assertThat(lines)
        .isEqualTo(
            Files.readAllLines(Goldens.FOLDER.resolve("next/" + name + ".txt")).stream()
                .filter(line -> !line.endsWith(" HOLD"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("states")
  void statesKeepEveryKeyAndValueTheyHad(Path file) throws Exception {
    String text = Files.readString(file);
    String again =
        file.getFileName().toString().startsWith("retraining.")
            ? LoopState.parse(text, file.toString()).toJson()
            : Documents.canonicalJson(Documents.parse(text, file.toString()));

    assertThat(DocumentLeaves.of(again)).containsAllEntriesOf(DocumentLeaves.of(text));
  }
}
