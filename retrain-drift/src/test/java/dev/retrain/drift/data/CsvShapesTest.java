package dev.retrain.drift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as other programs write it. */
class CsvShapesTest {

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Dataset read(String text) throws IOException {
    return Dataset.read(file("data.csv", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void findsTheSeparator(String separator) throws IOException {
    Dataset read =
        read(
            "a,b,c\n1,\"x,;|\t\",2\n3,y,4\n"
                .replace(",\"x,;|\t\",", "@")
                .replace(",", separator)
                .replace("@", separator + "\"x,;|\t\"" + separator));
    assertThat(read.names()).containsExactly("a", "b", "c");
    assertThat(read.numeric("c").array()).containsExactly(2, 4);
    assertThat(read.categorical("b").value(0)).isEqualTo("x,;|\t");
  }

  @Test
  void readsDecimalCommasBetweenSemicolons() throws IOException {
    assertThat(read("a;b\n1,5;2\n-0,25;3\n").numeric("a").array()).containsExactly(1.5, -0.25);
  }

  @Test
  void obeysTheSeparatorLineOfExcel() throws IOException {
    assertThat(read("sep=;\na;b\n1;2\n").numeric("b").value(0)).isEqualTo(2);
  }

  @Test
  void aQuoteThatIsNeverClosedInTheLastColumnIsRefused() throws IOException {
    Path file = file("data.csv", "a,b\n1,x\n2,\"y\n3,z\n4,w\n");
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("row 2");
  }

  @Test
  void blankLinesOfOneColumnAreRowsWithoutAValue() throws IOException {
    NumericColumn a = read("a\n1\n\n3\n\n").numeric("a");
    assertThat(a.rows()).isEqualTo(4);
    assertThat(a.missing().rows().stream()).containsExactly(1, 3);
    assertThat(read("a,b\n1,2\n\n3,4\n").rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "  \n", "\n\t\n\n", "\uFEFF\n"})
  void blankLinesBeforeTheHeaderAreSkipped(String before) throws IOException {
    Dataset two = read(before + "a,b\n1,2\n");
    assertThat(two.names()).containsExactly("a", "b");
    assertThat(two.rows()).isEqualTo(1);
    assertThat(read(before + "a\n1\n2\n").numeric("a").array()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1 << 18})
  void readsCarriageReturnsWithLineFeedsInsideQuotes(int block) throws IOException {
    StringBuilder text = new StringBuilder("a,b\r");
    for (int row = 0; row < 50; row++) {
      text.append(row).append(",\"x\ny\"\r\"").append(row).append("\",\"\n\"\r");
    }
    Dataset read =
        Dataset.read(file("data.csv", text.toString()), ReadOptions.standard().blockBytes(block));
    assertThat(read.rows()).isEqualTo(100);
    assertThat(read.numeric("a").value(99)).isEqualTo(49);
    assertThat(read.categorical("b").dictionary()).containsExactly("x\ny", "\n");
  }

  @Test
  void namesAFolderWhateverItsName() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("parts"));
    assertThatThrownBy(() -> Dataset.read(inner)).hasMessageContaining("is a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.csv", "data.csv.gz", "DATA.CSV.GZ"})
  void readsGzipWhateverTheName(String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Dataset.read(file).numeric("a").array()).containsExactly(1, 2);
  }

  @Test
  void readsZstandard() throws IOException {
    // printf 'a,b\n1,x\n2,y\n' | zstd
    byte[] packed = zstd("a,b\n1,x\n2,y\n");
    Path file = Files.write(folder.resolve("data.csv.zst"), packed);
    assertThat(Dataset.read(file).numeric("a").array()).containsExactly(1, 2);
  }

  /** A frame of one raw block. */
  private static byte[] zstd(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] head = Base64.getDecoder().decode("KLUv/SAA");
    byte[] frame = new byte[head.length + 3 + content.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    frame[5] = (byte) content.length;
    int blockHeader = 1 | content.length << 3;
    frame[6] = (byte) blockHeader;
    frame[7] = (byte) (blockHeader >> 8);
    frame[8] = (byte) (blockHeader >> 16);
    System.arraycopy(content, 0, frame, 9, content.length);
    return frame;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#N/A",
        "#N/A N/A",
        "<NA>",
        "n/a",
        "N/A",
        "NA",
        "-",
        "--",
        "\\N",
        "NULL",
        "null",
        "None",
        "none",
        "(null)",
        "[NULL]",
        "?",
        ".",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "NaT",
        "-1.#IND",
        "na"
      })
  void aMissingTokenAmongNumbersFlagsOrTimesChangesNoKind(String token) throws IOException {
    Dataset read =
        read("x,b,t\n1,True,2024-01-31\n@,@,@\n2,False,2024-02-01\n".replace("@", token));
    assertThat(read.numeric("x").missing().rows().stream()).containsExactly(1);
    assertThat(read.bool("b").missing().rows().stream()).containsExactly(1);
    assertThat(read.timestamp("t").missing().rows().stream()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "NaN", "-nan", "NAN", "-NaN"})
  void notANumberIsAValueAmongNumbersAndMissingElsewhere(String token) throws IOException {
    Dataset read = read("x,b,c\n1,True,u\n@,@,@\n2,False,v\n".replace("@", token));
    assertThat(read.numeric("x").value(1)).isNaN();
    assertThat(read.numeric("x").missingCount()).isZero();
    assertThat(read.bool("b").missing().rows().stream()).containsExactly(1);
    assertThat(read.categorical("c").missing().rows().stream()).containsExactly(1);
  }

  @Test
  void aDashIsACategoryAmongCategories() throws IOException {
    assertThat(read("c\n+\n-\n+\n").categorical("c").dictionary()).containsExactly("+", "-");
  }

  @Test
  void moreMissingTokensCanBeGiven() throws IOException {
    Path file = file("data.csv", "x\n1\n-999\nn/a\n");
    NumericColumn x =
        Dataset.read(file, ReadOptions.standard().alsoMissing(Set.of("-999"))).numeric("x");
    assertThat(x.missing().rows().stream()).containsExactly(1, 2);
  }

  @Test
  void readsDatesAsTheyAreWrittenElsewhere() throws IOException {
    Dataset read =
        read(
            """
            german,american,british,short,offset,clock
            31.01.2024,01/31/2024,31/01/2024,2024-1-5,2024-01-31T10:00:00+0100,1/31/2024 1:05 PM
            01.02.2024 10:30,02/01/2024,01/02/2024,2024-1-15,2024-01-31T10:00:00+01,1/31/2024 12:00 AM
            """);
    assertThat(read.timestamp("german").value(1)).isEqualTo(Instant.parse("2024-02-01T10:30:00Z"));
    assertThat(read.timestamp("american").value(1))
        .isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
    assertThat(read.timestamp("british").value(1)).isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
    assertThat(read.timestamp("short").value(0)).isEqualTo(Instant.parse("2024-01-05T00:00:00Z"));
    assertThat(read.timestamp("offset").value(1)).isEqualTo(Instant.parse("2024-01-31T09:00:00Z"));
    assertThat(read.timestamp("clock").value(0)).isEqualTo(Instant.parse("2024-01-31T13:05:00Z"));
    assertThat(read.timestamp("clock").value(1)).isEqualTo(Instant.parse("2024-01-31T00:00:00Z"));
  }

  @Test
  void readsJsonLines() throws IOException {
    Dataset read =
        Dataset.read(
            file(
                "data.jsonl",
                """
                {"x": 1, "b": true, "c": "u", "t": "2024-01-31", "o": {"k": [1]}}
                {"x": null, "b": null, "c": "", "t": null}

                {"x": NaN, "b": false, "c": "NA", "t": "2024-02-01T10:00:00Z", "late": 7}
                """));
    assertThat(read.names()).containsExactly("x", "b", "c", "t", "o", "late");
    assertThat(read.numeric("x").missing().rows().stream()).containsExactly(1);
    assertThat(read.numeric("x").value(2)).isNaN();
    assertThat(read.bool("b").value(0)).isTrue();
    assertThat(read.categorical("c").dictionary()).containsExactly("u", "", "NA");
    assertThat(read.timestamp("t").value(2)).isEqualTo(Instant.parse("2024-02-01T10:00:00Z"));
    assertThat(read.categorical("o").value(0)).isEqualTo("{\"k\":[1]}");
    assertThat(read.numeric("late").missingCount()).isEqualTo(2);
  }

  @Test
  void namesTheLineThatIsNoJson() throws IOException {
    Path file = file("data.ndjson", "{\"x\": 1}\n{\"x\": 2\n");
    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("data.ndjson");
    Path list = file("list.jsonl", "[1]\n");
    assertThatThrownBy(() -> Dataset.read(list)).hasMessageContaining("line 1 holds no object");
  }
}
