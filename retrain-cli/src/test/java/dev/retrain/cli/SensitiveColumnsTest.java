package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a sensitive column's content is in anything the data commands print or write. */
class SensitiveColumnsTest {
  private static final String[] HIDING = {"--sensitive", "salary,town", "--sensitive", "married"};

  /** Extremes and categories of the sensitive columns, which stand nowhere else. */
  private static final String[] SECRETS = {
    "471147", "469046", "815081", "Innsmouth", "Arkham", "Dunwich"
  };

  @TempDir Path folder;
  private String reference = "";
  private String current = "";

  @BeforeEach
  void writeData() throws IOException {
    reference = rows("a.csv", 469046, "Arkham");
    current = rows("b.csv", 471147, "Dunwich");
  }

  @Test
  void profilesHideThem() {
    for (String format : List.of("text", "json")) {
      hides(retrain("profile", reference, "--output-format", format)).contains("salary");
    }
    for (String file : List.of("p.json", "p.bin")) {
      assertThat(retrain("profile", reference, "--output", path(file)).exitCode()).isZero();
      hides(retrainPlainly("profile", path(file))).contains("salary");
    }
  }

  @Test
  void proposedSchemasHideThemAndSaySo() throws IOException {
    for (String format : List.of("text", "json")) {
      hides(retrain("infer-schema", reference, "--output-format", format)).contains("sensitive");
    }
    assertThat(retrain("infer-schema", reference, "--output", path("s.yaml")).exitCode()).isZero();
    hides(Files.readString(folder.resolve("s.yaml"))).contains("sensitive: true");
    hides(retrain("infer-schema", plainProfile(), "--output-format", "text")).contains("salary");
  }

  @Test
  void anomaliesHideThem() throws IOException {
    String schema = path("open.yaml");
    Files.writeString(
        Path.of(schema),
        """
        version: 1
        columns:
          - {name: salary, kind: numeric, range: {max: 815080}}
          - {name: town, kind: categorical, domain: [Innsmouth]}
          - {name: married, kind: boolean}
          - {name: x, kind: numeric, range: {max: 0}}
        """);
    for (String format : List.of("text", "json")) {
      for (String data : List.of(current, plainProfile())) {
        InProcess.Result said =
            retrain("validate-data", data, "--schema", schema, "--output-format", format);
        assertThat(said.exitCode()).isEqualTo(ExitCode.NO);
        assertThat(said.out()).doesNotContain("815080");
        hides(said).contains("rows outside");
      }
    }
  }

  @Test
  void driftReportsHideThemAgainstRowsAndAgainstAProfile() throws IOException {
    for (String side : List.of(reference, plainProfile())) {
      for (String format : List.of("text", "json")) {
        InProcess.Result said =
            retrain(
                "check-drift",
                "--reference",
                side,
                "--current",
                current,
                "--report",
                path("r.json"),
                "--html",
                path("r.html"),
                "--output-format",
                format);
        assertThat(said.exitCode()).as(said.err()).isZero();
        hides(said).contains("salary", "town").contains("DRIFT");
        hides(Files.readString(folder.resolve("r.json"))).contains("\"name\" : \"town\"");
        hides(Files.readString(folder.resolve("r.html"))).contains("nothing of its values");
      }
    }
  }

  @Test
  void messagesAboutCellsHideThem() throws IOException {
    String text = Files.readString(Path.of(current));
    String bad = path("bad.csv");
    Files.writeString(Path.of(bad), text + "0.5,Innsmouth815081,Arkham,true\n");

    InProcess.Result said = retrain("check-drift", "--reference", reference, "--current", bad);

    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    hides(said).contains("bad.csv").contains("'salary'").contains("row 2001").contains("withheld");
  }

  @Test
  void whatIsNotDeclaredIsShown() {
    assertThat(retrainPlainly("profile", reference)).contains("469046", "Arkham");
    assertThat(retrainPlainly("check-drift", "--reference", reference, "--current", current))
        .contains("Dunwich");
  }

  @Test
  void aDeclaredColumnThatIsNotThereIsAMistake() {
    for (List<String> arguments :
        List.of(
            List.of("profile", reference),
            List.of("infer-schema", reference),
            List.of("check-drift", "--reference", reference, "--current", current))) {
      List<String> all = new ArrayList<>(arguments);
      all.addAll(List.of("--sensitive", "salery"));
      InProcess.Result said = InProcess.retrain(all.toArray(String[]::new));

      assertThat(said.exitCode()).isEqualTo(ExitCode.INVALID);
      assertThat(said.err()).contains("'salery'", "[x, salary, town, married]");
      assertThat(said.out()).isEmpty();
    }
  }

  @Test
  void rolesSayWhatIsTested() {
    InProcess.Result said =
        retrain(
            "check-drift",
            "--reference",
            reference,
            "--current",
            current,
            "--role",
            "x=id,married=target",
            "--output-format",
            "json");

    assertThat(said.out()).doesNotContain("\"name\" : \"x\"").contains("\"role\" : \"target\"");
    InProcess.Result wrong = retrain("profile", reference, "--role", "x=boss");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(wrong.err()).contains("no column role 'boss'");
  }

  private InProcess.Result retrain(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(Arrays.asList(HIDING));
    return InProcess.retrain(all.toArray(String[]::new));
  }

  private static String retrainPlainly(String... arguments) {
    InProcess.Result said = InProcess.retrain(arguments);
    assertThat(said.exitCode()).as(said.err()).isZero();
    return said.out();
  }

  private static AbstractStringAssert<?> hides(InProcess.Result said) {
    return hides(said.out() + said.err());
  }

  private static AbstractStringAssert<?> hides(String shown) {
    return assertThat(shown).doesNotContain(SECRETS).doesNotContain("Dun");
  }

  /** A profile that holds everything, made before anybody thought of hiding it. */
  private String plainProfile() {
    retrainPlainly("profile", reference, "--output", path("plain.json"));
    return path("plain.json");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String rows(String name, int salary, String town) throws IOException {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    StringBuilder text = new StringBuilder("x,salary,town,married\n");
    for (int row = 0; row < 2000; row++) {
      text.append(Math.round(1000 * random.nextDouble()) / 1000.0 + ",")
          .append(random.nextInt(3) == 0 ? salary + "," : "815081,")
          .append(random.nextInt(9) == 0 ? town : "Innsmouth")
          .append(random.nextBoolean() ? ",true\n" : ",false\n");
    }
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
