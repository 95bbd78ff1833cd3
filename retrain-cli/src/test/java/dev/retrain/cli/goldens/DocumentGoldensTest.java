package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftState;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.schema.AcceptedViolations;
import dev.retrain.drift.schema.Schema;
import dev.retrain.drift.schema.Validation;
import dev.retrain.runtime.cost.PriceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents are read as they were, and written again as they were. */
class DocumentGoldensTest {

  /** Keys and values of documents that later revisions may name otherwise beside these. */
  private static final List<String> WORDS =
      List.of(
          "whole",
          "continuous",
          "choice",
          "surerThan",
          "floor",
          "ceiling",
          "rearm",
          "armed",
          "halfLife",
          "hysteresis",
          "arm",
          "disarm",
          "levels",
          "sigmas",
          "promoteIf",
          "rollbackIf",
          "not-worse-than-champion",
          "better-than-champion",
          "giveUpAfter",
          "undecidedAtMost",
          "whenInconclusive",
          "falseRollback",
          "whenUnanswered",
          "source-drop",
          "usual");

  @TempDir Path folder;

  static Stream<Path> pipelines() throws IOException {
    return Stream.concat(
        Goldens.files("documents/pipelines", ".yaml").stream(),
        Goldens.files("documents/kit", ".yaml").stream());
  }

  static Stream<Path> policies() throws IOException {
    return Stream.concat(
        Goldens.files("documents/policies", ".yaml").stream(),
        Goldens.files("store", ".yaml").stream()
            .filter(file -> !List.of("retrain", "local", "prices").contains(Goldens.name(file))));
  }

  /** The hash that the revision gave a document. */
  private static String hash(Path file) throws IOException {
    Properties hashes = Goldens.properties("hashes.properties");
    return hashes.getProperty(Goldens.FOLDER.relativize(file).toString());
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void pipelinesKeepTheirHash(Path file) throws Exception {
    Pipeline read = Pipeline.read(file);

    assertThat(read.contentHash()).isEqualTo(hash(file));
    assertThat(Pipeline.parse(read.canonicalJson(), "again").contentHash()).isEqualTo(hash(file));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void policiesKeepTheirHash(Path file) throws Exception {
    Retraining read = Retraining.read(file);
    String written = read.canonicalJson();
    String again = Retraining.fromNode(Documents.parse(written, "again")).canonicalJson();

    assertThat(again).isEqualTo(written);
    assertThat(Documents.sha256(written.replace(Goldens.FOLDER.toString(), "")))
        .isEqualTo(hash(file));
  }

  @Test
  void someDocumentHoldsEveryWord() throws Exception {
    List<String> texts = new ArrayList<>();
    for (Path file : Stream.concat(pipelines(), policies()).toList()) {
      texts.add(Files.readString(file));
    }

    assertThat(WORDS).allSatisfy(word -> assertThat(texts).anyMatch(text -> holds(text, word)));
  }

  private static boolean holds(String text, String word) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", ""))
        .anyMatch(line -> line.matches(".*\\b" + word + "\\b.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"documents/prices/prices.yaml", "store/prices.yaml"})
  void pricesKeepTheirHash(String name) throws Exception {
    Path file = Goldens.FOLDER.resolve(name);

    assertThat(Documents.sha256(PriceList.read(file).toNode())).isEqualTo(hash(file));
  }

  private Path data(String name) throws IOException {
    return Goldens.copy("documents/data/" + name, folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"profile.json", "profile.bin", "open.json", "flights.json.gz"})
  void profilesAreWrittenAsTheyWere(String name) throws Exception {
    Path file = data(name);
    Path again = folder.resolve("again-" + file.getFileName());
    Profile.read(file).write(again);

    assertThat(again).hasSameBinaryContentAs(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"schema.json", "schema.yaml"})
  void schemasAreWrittenAsTheyWere(String name) throws Exception {
    Path file = data(name);
    Path again = folder.resolve("again-" + name);
    Schema.read(file).write(again);

    assertThat(again).hasSameBinaryContentAs(file);
  }

  @Test
  void aSchemaByHandAndAcceptedViolationsGiveTheSameVerdict() throws Exception {
    Path accepted = data("accepted.yaml");
    Path rewritten = folder.resolve("again.yaml");
    AcceptedViolations.read(accepted).write(rewritten);
    Schema schema = Schema.read(data("tight.yaml"));
    Validation verdict =
        AcceptedViolations.read(rewritten)
            .sort(schema.validate(List.of(data("later.csv")), schema.readOptions()));

    assertThat(verdict.toJson().strip())
        .isEqualTo(Files.readString(data("validation.json")).strip());
    assertThat(Validation.read(data("validation.json"))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "open.json, false",
    "profile.json, true",
    "profile.bin, true",
  })
  void aProfileOfTheSameRowsIsTheSame(String name, boolean roles) throws Exception {
    Path made = folder.resolve("made-" + name);
    List<String> words = new ArrayList<>(List.of("profile", data("rows.csv").toString()));
    words.addAll(List.of("--output", made.toString()));
    if (roles) {
      words.addAll(List.of("--sensitive", "salary,town"));
      words.addAll(List.of("--role", "id=id,at=time,score=prediction,label=target"));
    }
    Goldens.retrain(words.toArray(String[]::new));

    assertThat(made).hasSameBinaryContentAs(data(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard.json", "guide.json", "own.yaml"})
  void driftPoliciesAreWrittenAsTheyWere(String name) throws Exception {
    Path file = Goldens.FOLDER.resolve("documents/drift/" + name);
    DriftPolicy policy = DriftPolicy.read(file);
    Node node = DriftPolicy.shape().write(policy);

    assertThat(DocumentReader.of(DriftPolicy.shape(), node, "again")).isEqualTo(policy);
    assertThat(name.endsWith(".yaml") ? Documents.yaml(node) : Documents.json(node))
        .isEqualToIgnoringWhitespace(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state-04.json", "state-05.json", "state-07.json"})
  void driftStatesAreWrittenAsTheyWere(String name) throws Exception {
    String text = Goldens.read("documents/drift/" + name);

    assertThat(DriftState.fromJson(text).toJson()).isEqualTo(text);
  }
}
