package dev.retrain.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatedFilesTest {

  private static final Instant END_OF_TIME = Instant.parse("3000-01-01T00:00:00Z");

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void makeTheFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("data"));
  }

  @ParameterizedTest
  @CsvSource({
    "orders-2026-11-23T14.csv, 2026-11-23T14:00:00Z, 2026-11-23T15:00:00Z",
    "2026-11-23.parquet, 2026-11-23T00:00:00Z, 2026-11-24T00:00:00Z",
    "2026-W01.csv, 2025-12-29T00:00:00Z, 2026-01-05T00:00:00Z",
    "rows_2026-12_v2.csv, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z"
  })
  void takesTheTimeFromTheName(String name, Instant start, Instant end) throws IOException {
    Path file = Files.createFile(folder.resolve(name));

    assertThat(DatedFiles.in(folder).ended(Instant.EPOCH, END_OF_TIME))
        .containsExactly(new DataWindow(start, end, file, name));
  }

  @Test
  void tellsTimesInAZone() throws IOException {
    Files.createFile(folder.resolve("2026-03-29.csv")); // 23 hours long

    List<DataWindow> windows =
        DatedFiles.in(folder).zone(ZoneId.of("Europe/Paris")).ended(Instant.EPOCH, END_OF_TIME);

    assertThat(windows)
        .extracting(DataWindow::start, DataWindow::end)
        .containsExactly(
            tuple(Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")));
  }

  @Test
  void givesOnlyWindowsThatEndedSinceTheLastLookOldestFirst() throws IOException {
    for (String day : List.of("2026-11-24", "2026-11-22", "2026-11-21", "2026-11-23")) {
      Files.createDirectory(folder.resolve(day));
    }

    assertThat(
            DatedFiles.in(folder)
                .ended(
                    Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-24T00:00:00Z")))
        .extracting(DataWindow::dataVersion)
        .containsExactly("2026-11-22", "2026-11-23");
  }

  @Test
  void leavesOutWhatHoldsNoRows() throws IOException {
    Files.createFile(folder.resolve("README.md"));
    Files.createFile(folder.resolve("2026-11-23.csv.dvc"));
    Files.createFile(folder.resolve(".2026-11-23.csv"));

    assertThat(DatedFiles.in(folder).ended(Instant.EPOCH, END_OF_TIME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "orders.csv, no time of its rows",
    "2026-13.csv, a time that does not exist",
    "2026-11-31.csv, a time that does not exist"
  })
  void namesAFileThatTellsNoTime(String name, String why) throws IOException {
    Files.createFile(folder.resolve(name));

    assertThatThrownBy(() -> DatedFiles.in(folder).ended(Instant.EPOCH, END_OF_TIME))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContainingAll("'" + name + "'", why, folder.toString());
  }

  @Test
  void namesTwoFilesThatTellTheSameTime() throws IOException {
    Files.createFile(folder.resolve("a-2026-11-23.csv"));
    Files.createFile(folder.resolve("b-2026-11-23.csv"));

    assertThatThrownBy(() -> DatedFiles.in(folder).ended(Instant.EPOCH, END_OF_TIME))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContainingAll("a-2026-11-23.csv", "b-2026-11-23.csv", "same time");
  }

  @Test
  void namesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> DatedFiles.in(root.resolve("gone")).ended(Instant.EPOCH, END_OF_TIME))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("gone");
  }

  @Test
  void isFoundFromTheFolderOfThePolicyThatNamesIt() throws IOException {
    Files.copy(Path.of("../examples/pipelines/minimal.yaml"), root.resolve("minimal.yaml"));
    Path policy =
        Files.writeString(
            root.resolve("policy.yaml"),
            """
            retrain: retraining/v1
            pipeline: minimal.yaml
            when:
              - trigger: {type: drift}
                mode: incremental
            data: {type: dated-files, folder: data}
            """);
    Files.createFile(folder.resolve("2026-11-23.csv"));

    assertThat(Retraining.read(policy).data().latest(END_OF_TIME))
        .map(DataWindow::rows)
        .contains(folder.resolve("2026-11-23.csv"));
  }

  @Test
  void rolesAndSchemaOfThePolicyDecideHowRowsAreRead() throws IOException {
    Path schema =
        Files.writeString(
            root.resolve("orders.yaml"),
            "version: 1\ncolumns: [{name: zip, kind: categorical}, {name: at, kind: numeric, role: time}]\n");
    Path rows = Files.writeString(folder.resolve("2026-11-23.csv"), "zip,at,order\n1,2,3\n");

    DatedFiles files = DatedFiles.in(folder).schema(schema).roles(Map.of("order", ColumnRole.ID));

    Dataset read = Dataset.read(rows, DescribedWindows.readOptions(files));
    assertThat(read.roles().role("order")).isEqualTo(ColumnRole.ID);
    assertThat(read.roles().role("at")).isEqualTo(ColumnRole.TIME);
    assertThat(read.column("zip").kind()).isEqualTo(ColumnKind.CATEGORICAL);
  }

  @Test
  void survivesItsDocument() {
    DatedFiles files =
        DatedFiles.in(folder).schema(Path.of("a.yaml")).roles(Map.of("order", ColumnRole.ID));
    Shape<DataWindows> shape = PartTypes.shape(DataWindows.class);

    DataWindows read =
        DocumentReader.of(shape, Documents.parse(Documents.json(shape.write(files)), "t"), "t");

    assertThat(shape.write(read)).isEqualTo(shape.write(files));
    assertThat(Documents.json(shape.write(files))).contains("\"order\" : \"id\"", "a.yaml");
  }
}
