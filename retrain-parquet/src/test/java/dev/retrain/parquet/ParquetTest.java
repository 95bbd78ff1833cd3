package dev.retrain.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.ReadProgress;
import dev.retrain.drift.data.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what DuckDB writes. */
class ParquetTest {
  private static final String ROWS =
      """
      SELECT i, i * 0.5 AS x, CASE WHEN i % 7 = 0 THEN NULL ELSE i / 3.0 END AS gaps,
        CASE WHEN i % 5 = 0 THEN NULL ELSE 'c' || (i % 11) END AS c, i % 3 = 0 AS b,
        TIMESTAMP '2001-01-01' + INTERVAL (i) SECOND AS t
      FROM range(5000) r(i)""";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "uncompressed,V1",
    "snappy,V1",
    "zstd,V1",
    "gzip,V1",
    "lz4_raw,V1",
    "snappy,V2",
    "zstd,V2"
  })
  void readsEveryCodecAndVersion(String codec, String version) throws SQLException {
    Dataset read =
        Dataset.read(
            write(
                ROWS,
                "COMPRESSION %s, PARQUET_VERSION %s, ROW_GROUP_SIZE 2048"
                    .formatted(codec, version)));

    assertThat(read.rows()).isEqualTo(5000);
    assertThat(read.names()).containsExactly("i", "x", "gaps", "c", "b", "t");
    for (int row = 0; row < 5000; row++) {
      assertThat(read.numeric("i").value(row)).isEqualTo(row);
      assertThat(read.numeric("x").value(row)).isEqualTo(row * 0.5);
      assertThat(read.numeric("gaps").isMissing(row)).isEqualTo(row % 7 == 0);
      assertThat(read.categorical("c").value(row)).isEqualTo(row % 5 == 0 ? null : "c" + row % 11);
      assertThat(read.bool("b").value(row)).isEqualTo(row % 3 == 0);
      assertThat(read.timestamp("t").value(row))
          .isEqualTo(Instant.parse("2001-01-01T00:00:00Z").plusSeconds(row));
    }
    assertThat(read.numeric("gaps").value(4999)).isEqualTo(4999 / 3.0);
  }

  @Test
  void mapsEveryFlatType() throws SQLException {
    Dataset read =
        Dataset.read(
            write(
                """
                SELECT 1::TINYINT a, 4000000000::UINTEGER b, 18446744073709551615::UBIGINT c,
                  1.5::FLOAT d, 12.34::DECIMAL(6,2) e, 12.34::DECIMAL(16,2) f,
                  -12.34::DECIMAL(30,2) g, DATE '2001-01-15' h,
                  TIMESTAMP_MS '1969-12-31 23:59:59.999' i, TIMESTAMP_NS '2001-01-15 00:00:00.000001' j,
                  'blob'::BLOB k, 'NaN'::DOUBLE l, '-Infinity'::DOUBLE m, true n
                """,
                "COMPRESSION snappy"));

    assertThat(row(read, List.of("a", "b", "c", "d", "e", "f", "g", "k", "l", "m", "n")))
        .containsExactly(
            "1",
            "4000000000",
            "1.8446744073709552E19",
            "1.5",
            "12.34",
            "12.34",
            "-12.34",
            "blob",
            "NaN",
            "-Infinity",
            "true");
    assertThat(row(read, List.of("h", "i", "j")))
        .containsExactly(
            "2001-01-15T00:00:00Z", "1969-12-31T23:59:59.999Z", "2001-01-15T00:00:00.000001Z");
    assertThat(read.numeric("l").missingCount()).isZero();
  }

  @Test
  void streamsOneBatchPerRowGroup() throws SQLException, IOException {
    Path file = write(ROWS, "COMPRESSION snappy, ROW_GROUP_SIZE 2048");
    List<Dataset> batches = new ArrayList<>();
    List<ReadProgress> progress = new ArrayList<>();
    long rows = Dataset.stream(file, ReadOptions.standard().progress(progress::add), batches::add);

    assertThat(rows).isEqualTo(5000);
    assertThat(batches).hasSize(3);
    assertThat(progress).hasSize(3);
    assertThat(progress.get(2).rows()).isEqualTo(5000);
    assertThat(progress.get(2).bytesRead()).isBetween(1L, Files.size(file));
    assertThat(batches.get(1).categorical("c").value(0)).isEqualTo("c" + 2048 % 11);
  }

  @Test
  void readsStringsInTheSameOrderWhateverGroupComesFirst() throws SQLException {
    Dataset read = Dataset.read(write(ROWS, "COMPRESSION snappy, ROW_GROUP_SIZE 2048"));

    assertThat(read.categorical("c").dictionary())
        .isEqualTo(
            Dataset.read(write(ROWS, "COMPRESSION snappy, ROW_GROUP_SIZE 2048"))
                .categorical("c")
                .dictionary());
  }

  @Test
  void readsOnlyTheColumnsAskedFor() throws SQLException {
    Path file = write("SELECT 1 a, [1, 2] nested, 3 c", "COMPRESSION snappy");

    assertThat(Dataset.read(file, ReadOptions.standard().columns(List.of("c", "a"))).names())
        .containsExactly("c", "a");
    assertThatThrownBy(() -> Dataset.read(file, ReadOptions.standard().columns(List.of("nested"))))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("column 'nested' is nested");
    assertThatThrownBy(() -> Dataset.read(file, ReadOptions.standard().columns(List.of("z"))))
        .hasMessageContaining("no column 'z'")
        .hasMessageContaining("[a, nested, c]");
  }

  @Test
  void turnsColumnsIntoTheKindAskedFor() throws SQLException {
    Path file = write("SELECT i code, i % 2 flag, 'x' c FROM range(3) r(i)", "COMPRESSION snappy");
    Dataset read =
        Dataset.read(
            file,
            ReadOptions.standard()
                .kinds(Map.of("code", ColumnKind.CATEGORICAL, "flag", ColumnKind.BOOLEAN)));

    assertThat(read.categorical("code").dictionary()).containsExactly("0", "1", "2");
    assertThat(read.bool("flag").array()).containsExactly(false, true, false);
    Map<String, ColumnKind> wrong = Map.of("c", ColumnKind.NUMERIC, "code", ColumnKind.BOOLEAN);
    assertThatThrownBy(() -> Dataset.read(file, ReadOptions.standard().kinds(wrong)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("row 3, column 'code' is numeric: '2' is not boolean");
    assertThat(Dataset.read(file, ReadOptions.standard().preferredKinds(wrong)).column("c").kind())
        .isEqualTo(ColumnKind.CATEGORICAL);
  }

  @Test
  void readsATableWithoutRows() throws SQLException {
    Path file = write("SELECT 1 a WHERE false", "COMPRESSION snappy");

    assertThat(Dataset.read(file).names()).containsExactly("a");
    List<Dataset> batches = new ArrayList<>();
    assertThat(Dataset.stream(file, ReadOptions.standard(), batches::add)).isZero();
    assertThat(batches).hasSize(1);
  }

  @Test
  void namesAFileThatIsNoParquet() throws IOException {
    Path file = Files.writeString(folder.resolve("no.parquet"), "a,b\n1,2\n3,4\n");
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("is no Parquet file");
    Path empty = Files.createFile(folder.resolve("empty.parquet"));
    assertThatThrownBy(() -> Dataset.read(empty)).hasMessageContaining("(0 bytes) is no Parquet");
    Path locked = Files.writeString(folder.resolve("locked.parquet"), "PAR1 encrypted PARE");
    assertThatThrownBy(() -> Dataset.read(locked)).hasMessageContaining("encrypted");
  }

  @Test
  void namesAFileThatWasCutShort() throws IOException, SQLException {
    byte[] whole = Files.readAllBytes(write(ROWS, "COMPRESSION snappy"));
    Path file = folder.resolve("cut.parquet");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Dataset.read(file)).hasMessageContaining("was it cut short");
    byte[] noFooter = Arrays.copyOf(whole, whole.length);
    Arrays.fill(noFooter, whole.length - 60, whole.length - 8, (byte) 0xFF);
    Files.write(file, noFooter);
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesTheRowAndColumnWhereAPageIsDamaged() throws IOException, SQLException {
    Path file = write(ROWS, "COMPRESSION zstd, ROW_GROUP_SIZE 2048");
    overwrite(file, firstPage(file, 1, "gaps") + 100, (byte) 0x55);

    for (String problem : List.of(problem(file), streamingProblem(file))) {
      assertThat(problem).contains(file.toString(), "row 2049, column 'gaps' cannot be decoded");
    }
  }

  /** Damaged so that the page can be unpacked, and a code in it stands for no category. */
  @Test
  void namesTheRowOfACellThatCannotBeDecoded() throws IOException, SQLException {
    Path file =
        write(
            "SELECT 'c' || (i % 200) AS c FROM range(4096) r(i)",
            "COMPRESSION uncompressed, ROW_GROUP_SIZE 2048");
    long end = firstPage(file, 1, "c") + pageBytes(file, 1, "c");
    overwrite(file, end - 512, (byte) 0xFF);

    assertThat(problem(file)).containsPattern("row (3|4)\\d\\d\\d, column 'c' cannot be decoded");
  }

  private static String problem(Path file) {
    return catchThrowableOfType(DataProblem.class, () -> Dataset.read(file)).getMessage();
  }

  private static String streamingProblem(Path file) {
    return catchThrowableOfType(
            DataProblem.class, () -> Dataset.stream(file, ReadOptions.standard(), batch -> {}))
        .getMessage();
  }

  private static void overwrite(Path file, long at, byte with) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (int) at, (int) at + 100, with);
    Files.write(file, bytes);
  }

  private static long firstPage(Path file, int group, String column) throws IOException {
    return chunk(file, group, column).getFirstDataPageOffset();
  }

  /** From the first page's beginning to the end of the column in this row group. */
  private static long pageBytes(Path file, int group, String column) throws IOException {
    ColumnChunkMetaData chunk = chunk(file, group, column);
    return chunk.getStartingPos() + chunk.getTotalSize() - chunk.getFirstDataPageOffset();
  }

  private static ColumnChunkMetaData chunk(Path file, int group, String column) throws IOException {
    try (ParquetFileReader reader = ParquetReading.open(file)) {
      return reader.getRowGroups().get(group).getColumns().stream()
          .filter(each -> each.getPath().toDotString().equals(column))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void namesTheRowOfACellThatIsNotOfTheKindAskedFor() throws SQLException {
    Path file =
        write(
            "SELECT CASE WHEN i = 3000 THEN 2 ELSE i % 2 END flag,"
                + " CASE WHEN i = 4000 THEN 'Smith' ELSE '7' END name FROM range(5000) r(i)",
            "COMPRESSION snappy, ROW_GROUP_SIZE 2048");
    ReadOptions flags = ReadOptions.standard().kinds(Map.of("flag", ColumnKind.BOOLEAN));
    ReadOptions names = ReadOptions.standard().kinds(Map.of("name", ColumnKind.NUMERIC));

    assertThatThrownBy(() -> Dataset.stream(file, flags, batch -> {}))
        .hasMessageContaining("row 3001, column 'flag' is numeric: '2' is not boolean");
    assertThatThrownBy(() -> Dataset.read(file, names))
        .hasMessageContaining("row 4001, column 'name' is categorical: 'Smith' is not numeric");
    assertThatThrownBy(() -> Dataset.read(file, names.roles(Roles.parse("name=sensitive"))))
        .hasMessageContaining("row 4001, column 'name'")
        .hasMessageNotContaining("Smith");
  }

  @Test
  void namesACodecItDoesNotKnow() throws SQLException {
    Path file = write("SELECT 1 a", "COMPRESSION brotli");
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("BROTLI")
        .hasMessageContaining("SNAPPY");
  }

  @Test
  void leavesOutNestedColumnsWithANoteAndReadsTheOthers() throws SQLException {
    Dataset read =
        Dataset.read(
            write(
                "SELECT 1 a, [1, 2] l, {'x': 1} s, uuid '00000000-0000-0000-0000-00000000000f' u,"
                    + " interval 3 days i, blob '\\xFF\\x01' b",
                "COMPRESSION snappy"));
    assertThat(read.names()).containsExactly("a", "u", "i", "b");
    assertThat(read.notes()).hasSize(2).allMatch(note -> note.contains("is nested"));
    assertThat(read.categorical("u").value(0)).endsWith("00000f");
    assertThat(read.categorical("b").value(0)).isEqualTo("0xff01");
  }

  @Test
  void bytesThatAreNoTextStayApart() throws SQLException {
    Dataset read =
        Dataset.read(
            write(
                "SELECT * FROM (VALUES (blob '\\xFF'), (blob '\\xFE')) t(b)",
                "COMPRESSION snappy"));
    assertThat(read.categorical("b").dictionary()).containsExactly("0xff", "0xfe");
  }

  @Test
  void readsAnEmptyFrame() throws SQLException {
    Path file = write("SELECT 1 a, 'x' c WHERE false", "COMPRESSION snappy");
    assertThat(Dataset.read(file).rows()).isZero();
    assertThat(Dataset.stream(file, ReadOptions.standard(), batch -> {})).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"V1", "V2"})
  void readsAColumnOfNothingButNulls(String version) throws SQLException {
    Path file =
        write(
            "SELECT NULL::VARCHAR c, NULL::DOUBLE x, NULL::INT i FROM range(3000)",
            "COMPRESSION snappy, PARQUET_VERSION " + version);
    Dataset read = Dataset.read(file);
    assertThat(read.column("c").missingCount()).isEqualTo(3000);
    assertThat(read.column("x").missingCount()).isEqualTo(3000);
  }

  @Test
  void partsWhoseTypesDifferAreCategoriesInEitherOrder() throws SQLException {
    Path flags = write("SELECT true a", "COMPRESSION snappy");
    Path numbers = write("SELECT 7 a", "COMPRESSION snappy");
    Path words = write("SELECT 'w' a", "COMPRESSION snappy");
    for (List<Path> parts :
        List.of(
            List.of(flags, numbers),
            List.of(numbers, flags),
            List.of(words, numbers),
            List.of(numbers, words))) {
      assertThat(Dataset.read(parts, ReadOptions.standard()).categorical("a").rows()).isEqualTo(2);
    }
  }

  @Test
  void bytesThatWereChangedAreRefusedInOurWords() throws SQLException, IOException {
    byte[] whole =
        Files.readAllBytes(
            write(
                "SELECT i, i * 0.5 x, 'w' || i % 7 c FROM range(300) t(i)", "COMPRESSION snappy"));
    Random random = new Random(1);
    for (int run = 0; run < 500; run++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      Path file = Files.write(folder.resolve("changed.parquet"), changed);
      try {
        Dataset.read(file);
      } catch (DataProblem ours) {
        assertThat(ours).hasMessageContaining("changed.parquet");
      }
    }
  }

  @Test
  void sumsAsDuckDbDoes() throws SQLException {
    String sql = "SELECT random() AS x FROM range(300000)";
    Path file = write(sql, "COMPRESSION snappy");
    double[] values = ((NumericColumn) Dataset.read(file).column("x")).array();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        var sums = statement.executeQuery("SELECT fsum(x) FROM '%s'".formatted(file))) {
      assertThat(sums.next()).isTrue();
      assertThat(Arrays.stream(values).sum())
          .isCloseTo(sums.getDouble(1), org.assertj.core.data.Percentage.withPercentage(1e-10));
    }
  }

  private Path write(String sql, String options) throws SQLException {
    try {
      Path file = Files.createTempFile(folder, "data", ".parquet");
      try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duck.createStatement()) {
        statement.execute("COPY (%s) TO '%s' (FORMAT parquet, %s)".formatted(sql, file, options));
      }
      return file;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static List<String> row(Dataset dataset, List<String> names) {
    return names.stream().map(name -> dataset.column(name).text(0)).toList();
  }
}
