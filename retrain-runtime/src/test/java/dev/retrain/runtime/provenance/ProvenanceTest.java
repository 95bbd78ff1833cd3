package dev.retrain.runtime.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.source.DataWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {

  private static final Instant AT = Instant.parse("2026-01-31T23:59:58Z");

  @TempDir Path folder;

  private Path write(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private DataReference data(String rows) {
    return DataReference.of(
        new DataWindow(AT.minusSeconds(60), AT, folder.resolve(rows), "january"));
  }

  @Test
  void aRunIsNamedByCodeTimeAndAttempt() {
    Provenance known =
        new Provenance(
            "delays",
            Optional.of(new Commit("0123456789abcdef0123456789abcdef01234567")),
            AT,
            2,
            DataReference.of("d1"));

    assertThat(known.versionTag())
        .isEqualTo("v0123456789abcdef0123456789abcdef01234567-20260131T235958Z");
    assertThat(known.path()).isEqualTo("delays/2026/01/31/run_0123456-2");
    assertThat(known.tags())
        .containsEntry("retrain.git", "0123456789abcdef0123456789abcdef01234567")
        .containsEntry("retrain.version", known.versionTag())
        .containsEntry("retrain.path", known.path())
        .containsEntry("retrain.data", "d1");
  }

  @Test
  void codeNobodyKnowsIsCalledUnknown() {
    Provenance unknown = new Provenance("m", Optional.empty(), AT, 1, DataReference.of("d1"));

    assertThat(unknown.path()).isEqualTo("m/2026/01/31/run_unknown-1");
    assertThat(unknown.tags()).doesNotContainKey("retrain.git");
    assertThat(Documents.canonicalJson(unknown.toNode())).doesNotContain("commit");
    assertThatThrownBy(() -> new Provenance("m", Optional.empty(), AT, 0, DataReference.of("d")))
        .hasMessageContaining("start at 1");
  }

  @Test
  void aPointerBesideTheDataTellsItsHash() throws Exception {
    write("data/flights.csv", "a,b\n");
    Path pointer =
        write(
            "data/flights.csv.dvc",
            """
            md5: ffffffffffffffffffffffffffffffff
            outs:
            - md5: 22a1a2931c8370d3aeedd7183606fd7f
              size: 14445097
              hash: md5
              path: flights.csv
            """);

    DataReference data = data("data/flights.csv");

    assertThat(data.version()).isEqualTo("january");
    assertThat(data.hash()).contains("md5:22a1a2931c8370d3aeedd7183606fd7f");
    assertThat(data.size()).isEqualTo(OptionalLong.of(14445097));
    assertThat(data.pointer()).contains(pointer);
    assertThat(DvcPointer.isNamed(pointer.toString())).isTrue();
    assertThat(DvcPointer.read(pointer).version()).isEqualTo(data.hash().orElseThrow());
  }

  @Test
  void aFileOfAFolderThatIsTrackedIsFound() throws Exception {
    write("data/weeks/w05.csv", "a\n");
    write(
        "data/weeks.dvc",
        "outs:\n- md5: 7c6b3ce57ab0d5ae3fcc6c4a9d3c5d91.dir\n  size: 10\n  nfiles: 3\n"
            + "  hash: md5\n  path: weeks\n");

    DvcPointer found = DvcPointer.of(folder.resolve("data/weeks/w05.csv")).orElseThrow();

    assertThat(found.hash()).isEqualTo("7c6b3ce57ab0d5ae3fcc6c4a9d3c5d91.dir");
    assertThat(found.files()).isEqualTo(OptionalLong.of(3));
  }

  @Test
  void anOutputOfAStageIsFoundInTheLockFile() throws Exception {
    write("out/train.csv", "a\n");
    write(
        "dvc.lock",
        """
        schema: '2.0'
        stages:
          prepare:
            cmd: python prepare.py
            deps:
            - {path: prepare.py, hash: md5, md5: eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee, size: 1}
            outs:
            - path: out/train.csv
              hash: md5
              md5: '33333333333333333333333333333333'
              size: 99
            - path: out/holdout.csv
              hash: md5
              md5: 44444444444444444444444444444444
              size: 98
        """);

    assertThat(data("out/train.csv").hash()).contains("md5:33333333333333333333333333333333");
    assertThat(DvcPointer.of(folder.resolve("out/holdout.csv")).orElseThrow().hash())
        .isEqualTo("44444444444444444444444444444444");
    assertThat(DvcPointer.of(folder.resolve("prepare.py"))).isEmpty();
    assertThatThrownBy(() -> DvcPointer.read(folder.resolve("dvc.lock")))
        .hasMessageContaining("it names 2 outputs");
  }

  @Test
  void dataNobodyTracksIsHashedItself() throws Exception {
    write("plain.csv", "abc");

    assertThat(data("plain.csv").hash())
        .contains("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(data("plain.csv").size()).isEqualTo(OptionalLong.of(3));
    assertThat(data("missing.csv").hash()).isEmpty();
    assertThat(data("").hash()).isEmpty();
  }

  @Test
  void aPointerThatCannotBeReadIsPassedOver() throws Exception {
    write("rows.csv", "abc");
    write("rows.csv.dvc", "outs: [}");

    assertThat(data("rows.csv").hash().orElseThrow()).startsWith("sha256:");
  }

  @Test
  void aWindowIsReadOnce() throws Exception {
    Path rows = write("rows.csv", "abc");
    DataWindow window = new DataWindow(AT.minusSeconds(60), AT, rows, "d1");
    LatestData latest = new LatestData();
    DataReference first = latest.of(window);
    Files.delete(rows);

    assertThat(latest.of(window)).isSameAs(first);
    assertThat(latest.of(new DataWindow(AT, AT.plusSeconds(1), rows, "d2")).hash()).isEmpty();
  }
}
