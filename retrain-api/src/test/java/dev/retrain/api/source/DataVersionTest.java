package dev.retrain.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.source.DataVersion.Commit;
import dev.retrain.api.source.DataVersion.Dvc;
import dev.retrain.api.source.DataVersion.ETag;
import dev.retrain.api.source.DataVersion.Label;
import dev.retrain.api.source.DataVersion.S3Version;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataVersionTest {

  private static final String MD5 = "22a1a2931c8370d3aeedd7183606fd7f";

  static Stream<DataVersion> versions() {
    return Stream.of(
        new Commit("a".repeat(40)),
        new Commit("0".repeat(64)),
        new Dvc("md5", MD5, Optional.empty()),
        new Dvc("md5", MD5 + ".dir", Optional.of(URI.create("s3://data/files/md5/22/a1a2"))),
        new S3Version(URI.create("s3://data/flights/2024.csv"), "L4kqtJlcpXroDTDmpUMLUo"),
        new ETag(URI.create("gs://data/flights.csv"), "5d41402abc4b-3"),
        new Label("2001-W05"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void survivesItsTextForm(DataVersion version) {
    assertThat(DataVersion.parse(version.text())).isEqualTo(version);
  }

  @Test
  void writesTheFormThatExistingVersionsHave() {
    assertThat(new Dvc("md5", MD5, Optional.empty()).text()).isEqualTo("md5:" + MD5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"git:abc", "md5", "s3://data?versionId=1", "window ending today", "?"})
  void keepsAnyOtherTextAsALabel(String text) {
    assertThat(DataVersion.parse(text)).isEqualTo(new Label(text));
  }

  @Test
  void refusesWhatTheFormsCannotHold() {
    assertThatThrownBy(() -> DataVersion.parse(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Commit("main")).hasMessageContaining("main");
    assertThatThrownBy(() -> new Dvc("crc", MD5, Optional.empty())).hasMessageContaining("crc");
    assertThatThrownBy(() -> new S3Version(URI.create("gs://a/b"), "1")).hasMessageContaining("S3");
    assertThatThrownBy(() -> new ETag(URI.create("gs://a/b"), "a b")).hasMessageContaining("tag");
  }

  @Test
  void aWindowKnowsItsVersion() {
    DataWindow window =
        new DataWindow(
            Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Path.of("rows.csv"), "md5:" + MD5);

    assertThat(window.version()).isEqualTo(new Dvc("md5", MD5, Optional.empty()));
    assertThat(new DataWindow(window.start(), window.end(), window.rows(), window.version()))
        .isEqualTo(window);
  }
}
