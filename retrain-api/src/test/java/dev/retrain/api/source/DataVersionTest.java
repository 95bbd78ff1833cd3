package dev.retrain.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        DataVersion.commit("a".repeat(40)),
        DataVersion.commit("0".repeat(64)),
        DataVersion.dvc("md5", MD5, Optional.empty()),
        DataVersion.dvc(
            "md5", MD5 + ".dir", Optional.of(URI.create("s3://data/files/md5/22/a1a2"))),
        DataVersion.s3(URI.create("s3://data/flights/2024.csv"), "L4kqtJlcpXroDTDmpUMLUo"),
        DataVersion.etag(URI.create("gs://data/flights.csv"), "5d41402abc4b-3"),
        DataVersion.parse("2001-W05"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void survivesItsTextForm(DataVersion version) {
    assertThat(DataVersion.parse(version.text())).isEqualTo(version);
  }

  @Test
  void writesTheFormThatExistingVersionsHave() {
    assertThat(DataVersion.dvc("md5", MD5, Optional.empty()).text()).isEqualTo("md5:" + MD5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"git:abc", "md5", "s3://data?versionId=1", "window ending today", "?"})
  void keepsAnyOtherTextAsALabel(String text) {
    assertThat(DataVersion.parse(text))
        .isEqualTo(new DataVersion(DataVersion.Kind.LABEL, text, Optional.empty()));
  }

  @Test
  void refusesWhatTheFormsCannotHold() {
    assertThatThrownBy(() -> DataVersion.parse(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataVersion.commit("main")).hasMessageContaining("main");
    assertThatThrownBy(() -> DataVersion.dvc("crc", MD5, Optional.empty()))
        .hasMessageContaining("crc");
    assertThatThrownBy(() -> DataVersion.s3(URI.create("gs://a/b"), "1"))
        .hasMessageContaining("S3_VERSION");
    assertThatThrownBy(() -> DataVersion.etag(URI.create("gs://a/b"), "a b"))
        .hasMessageContaining("ETAG");
  }

  @Test
  void aWindowKnowsItsVersion() {
    DataWindow window =
        new DataWindow(
            Instant.EPOCH, Instant.EPOCH.plusSeconds(1), Path.of("rows.csv"), "md5:" + MD5);

    assertThat(window.version()).isEqualTo(DataVersion.dvc("md5", MD5, Optional.empty()));
    assertThat(new DataWindow(window.start(), window.end(), window.rows(), window.version()))
        .isEqualTo(window);
  }
}
