package dev.retrain.drift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  private static final ReadOptions SMALL_BLOCKS = ReadOptions.standard().blockBytes(64);

  @TempDir Path folder;

  @Test
  void infersKindsFromTheCells() throws IOException {
    Dataset read =
        Dataset.read(
            csv(
                """
                delay,carrier,late,date,nothing
                1.5,AA,true,2001-01-15,
                -3,,False,2001-01-16T10:30:00Z,NA
                """));

    assertThat(read.names()).containsExactly("delay", "carrier", "late", "date", "nothing");
    assertThat(read.numeric("delay").array()).containsExactly(1.5, -3);
    assertThat(read.categorical("carrier").value(1)).isNull();
    assertThat(read.bool("late").array()).containsExactly(true, false);
    assertThat(read.timestamp("date").value(1)).isEqualTo(Instant.parse("2001-01-16T10:30:00Z"));
    assertThat(read.numeric("nothing").missingCount()).isEqualTo(2);
  }

  @Test
  void explicitKindsWin() throws IOException {
    Dataset read =
        Dataset.read(
            csv("zip,flag\n01234,1\n99,0\n"),
            ReadOptions.standard()
                .kinds(Map.of("zip", ColumnKind.CATEGORICAL, "flag", ColumnKind.BOOLEAN)));

    assertThat(read.categorical("zip").dictionary()).containsExactly("01234", "99");
    assertThat(read.bool("flag").array()).containsExactly(true, false);
  }

  @Test
  void tellsMissingNanInfinityAndEmptyApart() throws IOException {
    Dataset read =
        Dataset.read(csv("x,c\n1, a\nNaN,\"\"\n,NA\n-inf,\"NA\"\nInfinity,b\n 7 ,\n\"\",c\n"));

    assertThat(read.numeric("x").present())
        .containsExactly(1, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 7);
    assertThat(read.numeric("x").missing().rows().stream()).containsExactly(2, 6);
    assertThat(read.categorical("c").dictionary()).containsExactly(" a", "", "NA", "b", "c");
    assertThat(read.categorical("c").missing().rows().stream()).containsExactly(2, 5);
  }

  @Test
  void readsQuotedCellsWithSeparatorsAndLineFeeds() throws IOException {
    StringBuilder text = new StringBuilder("a,b\r\n");
    for (int row = 0; row < 200; row++) {
      text.append("\"x,\n\"\"").append(row).append("\"\"\",").append(row).append("\r\n");
    }
    Dataset read = Dataset.read(csv(text.toString()), SMALL_BLOCKS);

    assertThat(read.rows()).isEqualTo(200);
    assertThat(read.categorical("a").value(150)).isEqualTo("x,\n\"150\"");
    assertThat(read.numeric("b").value(199)).isEqualTo(199);
  }

  @Test
  void quotesInsideUnquotedCellsAreTextOnly() throws IOException {
    String rows = "5\"\" x,1\n6\" y,2\n".repeat(40);
    Dataset read = Dataset.read(csv("a,b\n" + rows), SMALL_BLOCKS);

    assertThat(read.rows()).isEqualTo(80);
    assertThat(read.categorical("a").dictionary()).containsExactly("5\"\" x", "6\" y");
  }

  @Test
  void readsTheSameInBlocksOfAnySize() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("x,c,é\n");
    for (int row = 0; row < 3000; row++) {
      text.append(random.nextGaussian()).append(",c").append(random.nextInt(9));
      text.append(random.nextInt(5) == 0 ? ",ü" : ",").append('\n');
    }
    Path file = csv(text.toString());
    Dataset whole = Dataset.read(file);
    Dataset pieces = Dataset.read(file, ReadOptions.standard().blockBytes(997));

    for (String name : List.of("x", "c", "é")) {
      for (int row = 0; row < 3000; row++) {
        assertThat(pieces.column(name).text(row)).isEqualTo(whole.column(name).text(row));
      }
    }
  }

  @Test
  void parsesEveryDoubleAsJavaDoes() throws IOException {
    Random random = new Random(11);
    List<String> texts = new ArrayList<>(List.of("-0", "0.0", "1e308", "4.9E-324", ".5", "5."));
    for (int i = 0; i < 20_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      texts.add(Double.isFinite(any) ? Double.toString(any) : "1");
      texts.add(Double.toString(random.nextGaussian()));
      texts.add(Long.toString(random.nextLong() >> random.nextInt(64)));
      texts.add(random.nextInt(100_000) + "." + random.nextInt(100_000));
    }
    double[] read = Dataset.read(csv("x\n" + String.join("\n", texts) + "\n")).numeric("x").array();

    assertThat(read).containsExactly(texts.stream().mapToDouble(Double::parseDouble).toArray());
  }

  @Test
  void javasOwnNumberFormsAreNotNumbers() throws IOException {
    assertThat(Dataset.read(csv("x\n0x1p3\n")).column("x").kind())
        .isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(Dataset.read(csv("x\n12d\n")).column("x").kind()).isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(Dataset.read(csv("x\n1-2\n")).column("x").kind()).isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(Dataset.read(csv("x\n+.\n")).column("x").kind()).isEqualTo(ColumnKind.CATEGORICAL);
  }

  @Test
  void readsTimestampsInTheirUsualForms() throws IOException {
    Dataset read =
        Dataset.read(
            csv(
                """
                t
                2001-01-15
                2001/01/15 10:30
                2001-01-15 10:30:01
                2001-01-15T10:30:01.5
                2001-01-15T10:30:01.123456789+01:00
                1969-12-31T23:59:59Z
                """));

    assertThat(
            Arrays.stream(read.timestamp("t").epochMicros())
                .mapToObj(micros -> Instant.EPOCH.plusNanos(micros * 1000).toString()))
        .containsExactly(
            "2001-01-15T00:00:00Z",
            "2001-01-15T10:30:00Z",
            "2001-01-15T10:30:01Z",
            "2001-01-15T10:30:01.500Z",
            "2001-01-15T09:30:01.123456Z",
            "1969-12-31T23:59:59Z");
  }

  @Test
  void whatIsNoTimestampIsText() throws IOException {
    for (String cell :
        List.of(
            "2001-13-01",
            "2001-01-15X10:30",
            "2001-01-15 25:00",
            "2001-01-15 10:61",
            "2001-01-15 10:30:61",
            "2001-01-15 10:30:01.x",
            "2001-01-15 10",
            "2001-01-15 10:30 noon",
            "2001-1-15 00")) {
      assertThat(Dataset.read(csv("t\n" + cell + "\n")).column("t").kind())
          .as(cell)
          .isEqualTo(ColumnKind.CATEGORICAL);
    }
  }

  @Test
  void namesFileRowAndColumnOfACellThatDoesNotFit() throws IOException {
    Path file = csv("a,b\n" + "1,2\n".repeat(100) + "1,oops\n");
    assertThatThrownBy(
            () -> Dataset.read(file, SMALL_BLOCKS.kinds(Map.of("b", ColumnKind.NUMERIC))))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("row 101 (line 102)")
        .hasMessageContaining("column 'b'")
        .hasMessageContaining("'oops' is not numeric");
  }

  @Test
  void withholdsTheCellOfASensitiveColumn() throws IOException {
    Path file = csv("a,b\n1,secret\n");
    ReadOptions options =
        ReadOptions.standard()
            .kinds(Map.of("b", ColumnKind.TIMESTAMP))
            .roles(Roles.of(Map.of("b", ColumnRole.SENSITIVE)));
    assertThatThrownBy(() -> Dataset.read(file, options))
        .hasMessageContaining("column 'b'")
        .hasMessageContaining("withheld")
        .hasMessageNotContaining("secret");
  }

  @Test
  void widensAnInferredKindThatTurnsOutWrong() throws IOException {
    Path file = csv("a,b\n" + "1,2\n".repeat(100) + "1,oops\n");

    Dataset read = Dataset.read(file, SMALL_BLOCKS);
    assertThat(read.categorical("b").dictionary()).containsExactly("2", "oops");
    assertThat(read.numeric("a").rows()).isEqualTo(101);
    assertThat(
            Dataset.read(file, SMALL_BLOCKS.preferredKinds(Map.of("b", ColumnKind.BOOLEAN)))
                .column("b")
                .kind())
        .isEqualTo(ColumnKind.CATEGORICAL);
  }

  @Test
  void aStreamCannotTakeBackAKind() throws IOException {
    Path file = csv("a\n" + "1\n".repeat(100) + "oops\n");
    assertThatThrownBy(() -> Dataset.stream(file, SMALL_BLOCKS, batch -> {}))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("row 101");
  }

  @Test
  void namesTheRowOfARaggedRecord() throws IOException {
    Path file = csv("a,b\n" + "1,2\n".repeat(50) + "1,2,3\n");
    assertThatThrownBy(() -> Dataset.read(file, SMALL_BLOCKS))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("row 51 (line 52)")
        .hasMessageContaining("has 3 cells, the header has 2");
    assertThatThrownBy(() -> Dataset.read(csv("a,b\n1\n")))
        .hasMessageContaining("row 1 (line 2) has 1 cells, the header has 2");
  }

  @Test
  void refusesHeadersThatCannotBeUsed() throws IOException {
    assertThatThrownBy(() -> Dataset.read(csv("a,a\n1,2\n")))
        .hasMessageContaining("two columns 'a'");
    assertThatThrownBy(() -> Dataset.read(csv(""))).hasMessageContaining("is empty");
    assertThatThrownBy(
            () -> Dataset.read(csv("a\n1\n"), ReadOptions.standard().columns(List.of("b"))))
        .hasMessageContaining("no column 'b'")
        .hasMessageContaining("[a]");
    assertThat(Dataset.read(csv(",b\n1,2\n")).names()).containsExactly("column1", "b");
  }

  @Test
  void readsAHeaderWithoutRows() throws IOException {
    Dataset read = Dataset.read(csv("a,b\n"));

    assertThat(read.rows()).isZero();
    assertThat(read.names()).containsExactly("a", "b");
  }

  @Test
  void skipsAByteOrderMark() throws IOException {
    assertThat(Dataset.read(csv("\uFEFFa\n1\n")).names()).containsExactly("a");
  }

  @Test
  void namesBytesThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("latin.csv");
    Files.write(file, "a\né\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Dataset.read(file)).hasMessageContaining("is not UTF-8");
  }

  @Test
  void readsOnlyTheColumnsAskedForInTheirOrder() throws IOException {
    Dataset read =
        Dataset.read(csv("a,b,c\n1,oops,3\n"), ReadOptions.standard().columns(List.of("c", "a")));

    assertThat(read.names()).containsExactly("c", "a");
  }

  @Test
  void readsTabsAndOtherSeparators() throws IOException {
    Path file = folder.resolve("x.TSV");
    Files.writeString(file, "a\tb\n1\t2,5\n");
    assertThat(Dataset.read(file).categorical("b").value(0)).isEqualTo("2,5");
    assertThat(
            Dataset.read(csv("a;b\n1;2\n"), ReadOptions.standard().separator(';'))
                .numeric("b")
                .value(0))
        .isEqualTo(2);
    assertThat(
            Dataset.read(csv("a\n-\n1\n"), ReadOptions.standard().missing(java.util.Set.of("-")))
                .numeric("a")
                .missingCount())
        .isEqualTo(1);
  }

  @Test
  void tellsProgressPerBatch() throws IOException {
    Path file = csv("a\n" + "12345\n".repeat(1000));
    List<ReadProgress> seen = new ArrayList<>();
    long rows =
        Dataset.stream(
            file,
            ReadOptions.standard().blockBytes(600).progress(seen::add),
            batch -> assertThat(batch.rows()).isLessThan(200));

    assertThat(rows).isEqualTo(1000);
    assertThat(seen).hasSizeGreaterThan(5);
    assertThat(seen.get(seen.size() - 1)).isEqualTo(new ReadProgress(file, 1000, 6002, 6002));
  }

  @Test
  void namesAFileThatIsNotThereOrOfNoKnownFormat() {
    assertThatThrownBy(() -> Dataset.read(folder.resolve("none.csv")))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("none.csv");
    assertThatThrownBy(() -> Dataset.read(folder.resolve("x.arff")))
        .hasMessageContaining("known formats: csv");
    assertThatThrownBy(() -> Dataset.read(folder.resolve("x.parquet")))
        .hasMessageContaining("Parquet needs retrain-parquet");
  }

  @Test
  void namesAFolder() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("data.csv"));
    assertThatThrownBy(() -> Dataset.read(inner)).hasMessageContaining("is a folder");
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Dataset written =
        Dataset.builder()
            .column("x", NumericColumn.ofNullable(Arrays.asList(1.5, null, -0.0, Double.NaN)))
            .categorical("c", "", null, "NA", "a,\"b\"")
            .bool("b", true, false, true, false)
            .timestamp("t", Instant.parse("2001-01-15T10:30:00.000001Z"), null, null, null)
            .build();
    Path file = folder.resolve("new/out.csv");
    written.writeCsv(file);
    Dataset read = Dataset.read(file);

    assertThat(read.numeric("x").array()[2]).isEqualTo(-0.0);
    for (String name : written.names()) {
      Column wrote = written.column(name);
      assertThat(read.column(name).missing()).isEqualTo(wrote.missing());
      for (int row = 0; row < 4; row++) {
        assertThat(read.column(name).text(row)).isEqualTo(wrote.text(row));
      }
    }
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMissingCellOfASingleColumnIsReadBack() {
    Path file = folder.resolve("one.csv");
    Dataset.builder().categorical("c", "a", null, "NA").build().writeCsv(file);

    CategoricalColumn read = Dataset.read(file).categorical("c");
    assertThat(read.rows()).isEqualTo(3);
    assertThat(read.missing().rows().stream()).containsExactly(1);
    assertThat(read.value(2)).isEqualTo("NA");
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws IOException {
    Path file = folder.resolve("keep.txt");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("disk full");
    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void joinsBlocksOfEveryKind() throws IOException {
    StringBuilder text = new StringBuilder("b,t,c\n");
    for (int row = 0; row < 500; row++) {
      text.append(row % 3 == 0).append(",2001-01-15T10:30:00Z,word").append(row).append('\n');
    }
    text.append(",,\n");
    Dataset read = Dataset.read(csv(text.toString()), SMALL_BLOCKS);

    assertThat(read.bool("b").trueCount()).isEqualTo(167);
    assertThat(read.bool("b").isMissing(500)).isTrue();
    assertThat(read.timestamp("t").value(499)).isEqualTo(Instant.parse("2001-01-15T10:30:00Z"));
    assertThat(read.timestamp("t").isMissing(500)).isTrue();
    assertThat(read.categorical("c").dictionary()).hasSize(500).endsWith("word499");
  }

  @Test
  void numbersManyWordsInTheOrderTheyCome() throws IOException {
    StringBuilder text = new StringBuilder("c,n\n");
    for (int row = 0; row < 1000; row++) {
      text.append("word").append(row % 300).append(',').append(row).append('\n');
    }
    CategoricalColumn read = Dataset.read(csv(text.toString())).categorical("c");

    assertThat(read.dictionary()).hasSize(300).startsWith("word0", "word1");
    assertThat(read.codes()[999]).isEqualTo(99);
  }

  @Test
  void namesAQuoteThatIsNeverClosed() throws IOException {
    Path file = csv("a,b\n1,2\n\"3,4\n5,6\n");
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(file.toString());
  }

  private Path csv(String text) throws IOException {
    Path file = Files.createTempFile(folder, "data", ".csv");
    return Files.writeString(file, text);
  }

  @Test
  void namesTheLineThatIsNotUtf8AndTheRowThatIsNoCsv() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "x,c\n1,a\n2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Dataset.read(latin))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("latin.csv', line 3 is not UTF-8: byte 0xE9");

    StringBuilder rows = new StringBuilder("x,c\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i).append(i == 150 ? ",\"a\"b\n" : ",a\n");
    }
    Path quote = Files.writeString(folder.resolve("quote.csv"), rows);
    assertThatThrownBy(() -> Dataset.read(quote, ReadOptions.standard().blockBytes(64)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("quote.csv', row 151 ")
        .hasMessageContaining("closing quote")
        .hasMessageNotContaining("'b'");
    assertThatThrownBy(() -> Dataset.read(quote)).hasMessageContaining("quote.csv', row 151 ");
  }

  @Test
  void readsPartsOfOneDataSetAlike() throws IOException {
    Path one = Files.writeString(folder.resolve("1.csv"), "x,y,z\n1,,true\n2,,false\n");
    Path two = Files.writeString(folder.resolve("2.csv"), "x,y,z\nmany,7,true\n3,8,false\n");
    Dataset both = Dataset.read(List.of(one, two), ReadOptions.standard());

    assertThat(both.categorical("x").dictionary()).containsExactly("1", "2", "many", "3");
    assertThat(both.numeric("y").present()).containsExactly(7, 8);
    assertThat(both.bool("z").array()).containsExactly(true, false, true, false);
    assertThat(Dataset.read(List.of(one), ReadOptions.standard()).numeric("x").array())
        .containsExactly(1, 2);
    ReadOptions numbers = ReadOptions.standard().kinds(Map.of("x", ColumnKind.NUMERIC));
    assertThatThrownBy(() -> Dataset.read(List.of(one, two), numbers))
        .isInstanceOf(KindMismatch.class)
        .hasMessageContaining("2.csv', row 1 (line 2), column 'x': 'many' is not numeric");
    ReadOptions words = ReadOptions.standard().kinds(Map.of("y", ColumnKind.CATEGORICAL));
    assertThat(Dataset.read(List.of(one, two), words).categorical("x").rows()).isEqualTo(4);
  }

  @Test
  void namesThePartThatHasOtherColumns() throws IOException {
    Path one = Files.writeString(folder.resolve("1.csv"), "x,y\n1,2\n");
    Path two = Files.writeString(folder.resolve("2.csv"), "x\n1\n");

    assertThatThrownBy(() -> Dataset.read(List.of(one, two), ReadOptions.standard()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("2.csv' has the columns [x]")
        .hasMessageContaining("1.csv' before it [x, y]");
    assertThatThrownBy(() -> Dataset.read(List.of(), ReadOptions.standard()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
