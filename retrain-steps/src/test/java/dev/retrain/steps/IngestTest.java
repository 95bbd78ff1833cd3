package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  private static final String CSV = "id,text\n001,\"a, \"\"b\"\"\nc\"\n002,d\n";

  @TempDir Path root;

  @Test
  void copiesAFileByteByByte() throws IOException {
    Path source = Steps.folder(root, "in", "rows.csv", CSV).resolve("rows.csv");

    Steps.Said said =
        Steps.run(
            "ingest", "--source", source, "--writes", "raw:dataset", "--raw", root.resolve("raw"));

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(root.resolve("raw/data.csv")).hasContent(CSV);
  }

  @Test
  void fillsParametersIntoTheSource() throws IOException {
    Steps.folder(root, "in", "week-7.csv", CSV);

    Steps.Said said =
        Steps.run(
            "ingest",
            "--source",
            root.resolve("in").toUri() + "week-{week}.csv",
            "--writes",
            "raw:dataset",
            "--takes",
            "week",
            "--raw",
            root.resolve("raw"),
            "--week",
            "7");

    assertThat(said.code()).as(said.text()).isZero();
  }

  @Test
  void copiesAFolderWithItsSchema() throws IOException {
    Path folder = Steps.folder(root, "in", "b.csv", CSV);
    Steps.folder(root, "in", "a.csv", CSV);
    Steps.folder(root, "in", "schema.json", "{}");
    Steps.folder(root, "in", "notes.txt", "no rows");

    Steps.run(
        "ingest", "--source", folder, "--writes", "raw:dataset", "--raw", root.resolve("raw"));

    assertThat(root.resolve("raw"))
        .isDirectoryContaining("glob:**/a.csv")
        .isDirectoryContaining("glob:**/b.csv")
        .isDirectoryContaining("glob:**/schema.json")
        .isDirectoryNotContaining("glob:**/notes.txt");
  }

  @Test
  void keepsTheSameShareOfRowsEveryTimeAsTheyAreWritten() throws IOException {
    StringBuilder rows = new StringBuilder("id\n");
    for (int i = 0; i < 10_000; i++) {
      rows.append("0%05d\n".formatted(i));
    }
    Path folder = Steps.folder(root, "in", "rows.csv", rows.toString());

    for (String to : new String[] {"one", "two"}) {
      Steps.Said said =
          Steps.run(
              "ingest",
              "--source",
              folder,
              "--writes",
              "raw:dataset",
              "--takes",
              "sample",
              "--raw",
              root.resolve(to),
              "--sample",
              "0.1");
      assertThat(said.code()).as(said.text()).isZero();
    }

    assertThat(root.resolve("one/rows.csv")).hasSameTextualContentAs(root.resolve("two/rows.csv"));
    assertThat(Files.readAllLines(root.resolve("one/rows.csv")))
        .hasSizeBetween(900, 1100)
        .startsWith("id")
        .allMatch(line -> line.equals("id") || line.length() == 6);
  }

  @Test
  void saysWhatIsMissing() {
    Steps.Said said =
        Steps.run(
            "ingest", "--source", "/no/such.csv", "--writes", "raw:dataset", "--raw", "/tmp/x");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("/no/such.csv");
  }

  @Test
  void refusesAWrongCommandLine() {
    assertThat(Steps.run("ingest", "--writes", "raw:dataset").code()).isEqualTo(2);
    assertThat(Steps.run("ingest", "source").text()).contains("--flag value");
    assertThat(Steps.run("ingst").text()).contains("Did you mean 'ingest'?");
  }
}
