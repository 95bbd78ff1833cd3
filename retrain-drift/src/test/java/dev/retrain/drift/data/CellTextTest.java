package dev.retrain.drift.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.DataProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CellTextTest {

  @Test
  void nothingACellHoldsMovesTheCursorOrBreaksTheLine() {
    assertThat(CellText.printable("a\nb\u001b[31mc\u202ed\r\u2028"))
        .isEqualTo("a\\nb\\u001b[31mc\\u202ed\\r\\u2028");
    assertThat(CellText.printable("Zürich 東京 😀")).isEqualTo("Zürich 東京 😀");
  }

  @Test
  void noLineIsACommandOfAWorkflow() {
    assertThat(CellText.line("::error ::x")).isEqualTo("\\::error ::x");
    assertThat(CellText.line("  ##vso[x]")).isEqualTo("\\##vso[x]");
    assertThat(CellText.line("a::b")).isEqualTo("a::b");
  }

  @Test
  void aFolderAndTheRootAreNotWrittenTo() {
    assertThatThrownBy(() -> AtomicFile.write(Path.of("/"), out -> out.write(1)))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aDeviceIsWrittenToAndNotReplaced() {
    Path device = Path.of("/dev/null");
    org.junit.jupiter.api.Assumptions.assumeTrue(java.nio.file.Files.exists(device));
    AtomicFile.write(device, out -> out.write("x".getBytes(StandardCharsets.UTF_8)));
    assertThat(java.nio.file.Files.isRegularFile(device)).isFalse();
  }
}
