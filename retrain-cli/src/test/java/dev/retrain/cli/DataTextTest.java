package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the data commands say to people, and how they name what is wrong with a file. */
class DataTextTest {
  @TempDir Path folder;

  @Test
  void saysWhatDriftedFirst() throws IOException {
    InProcess.Result said = checkDrift(rows("a.csv", 2000, 0), rows("b.csv", 1000, 1));

    assertThat(said.out().lines())
        .startsWith(
            "DRIFT: 1 of 2 columns differ: x",
            "1000 rows against 2000 of the reference, by the policy standard: retraining is asked"
                + " for")
        .anyMatch(line -> line.matches("x +feature +numeric +DRIFT .*< 0.0001"))
        .contains("Where nothing drifted, this policy finds drift in 1 % of checks of such data.");
  }

  @Test
  void showsConfidenceAndTheBinsOfWhatDrifted() throws IOException {
    InProcess.Result said = checkDrift(rows("a.csv", 2000, 0), rows("b.csv", 1000, 1));

    assertThat(said.out().lines())
        .contains("confidence that a column changed: > 0.9999")
        .anyMatch(line -> line.matches("x, % of rows per bin: to .*: 10\\.0 -> .*; above .*"));
  }

  @Test
  void saysHowManyRowsAPolicyNeeds() throws IOException {
    InProcess.Result said = checkDrift(rows("a.csv", 2000, 0), rows("b.csv", 5, 1));

    assertThat(said.exitCode()).isEqualTo(ExitCode.UNDECIDED);
    assertThat(said.out()).contains("5 rows against 2000", "judges from 200 rows on either side");
  }

  @Test
  void profilesShowNoMoreDigitsThanSaySomething() throws IOException {
    String file = Files.writeString(folder.resolve("p.csv"), "x,y\n0,1e300\n1,2e-9\n").toString();

    assertThat(InProcess.retrain("profile", file).out())
        .contains("min 0, median 0, max 1, mean 0.5, sd 0.707107, about 2 distinct")
        .contains("min 2E-9, ", "max 1E+300, ");
  }

  @Test
  void namesFileRowAndColumnOfBadInputAndWritesNothing() throws IOException {
    Path good = rows("good.csv", 300, 0);
    Path ragged = Files.writeString(folder.resolve("ragged.csv"), "x,c\n1,a\n2\n");
    Path text = Files.writeString(folder.resolve("text.csv"), "x,c\n1,a\none,b\n");
    Path narrow = Files.writeString(folder.resolve("narrow.csv"), "x\n1\n");
    Path quote = Files.writeString(folder.resolve("quote.csv"), "x,c\n1,\"a\"b\n");
    Path other = Files.writeString(folder.resolve("other.parquet"), "no parquet, but long enough");

    assertThat(problem(good, ragged)).contains("ragged.csv', row 2 (line 3) has 1 cells");
    assertThat(problem(good, text)).contains("text.csv'", "column 'x'", "row 2 holds 'one'");
    assertThat(problem(good, narrow)).contains("narrow.csv'", "column 'c' is in the reference");
    assertThat(problem(good, quote)).contains("quote.csv', row 1 is no CSV: ");
    assertThat(problem(good, other)).contains("other.parquet' (27 bytes) is no Parquet file");
    assertThat(problem(other, good)).contains("other.parquet' (27 bytes) is no Parquet file");
  }

  private String problem(Path reference, Path current) {
    InProcess.Result said =
        InProcess.retrain(
            "check-drift",
            "--reference",
            reference.toString(),
            "--current",
            current.toString(),
            "--report",
            folder.resolve("out/report.json").toString(),
            "--html",
            folder.resolve("out/report.html").toString());
    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(said.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
    return said.err();
  }

  private static InProcess.Result checkDrift(Path reference, Path current) {
    return InProcess.retrain(
        "check-drift", "--reference", reference.toString(), "--current", current.toString());
  }

  private Path rows(String name, int rows, double shift) throws IOException {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    StringBuilder text = new StringBuilder("x,c\n");
    for (int row = 0; row < rows; row++) {
      text.append(random.nextGaussian() + shift).append(row % 2 == 0 ? ",a\n" : ",b\n");
    }
    return Files.writeString(folder.resolve(name), text);
  }
}
