package dev.retrain.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.testkit.PublicSignatures;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3ProvidersTest {

  @Test
  void areFoundByScheme() {
    assertThat(ArtifactStores.standard().names()).containsExactly("minio", "s3");
    assertThat(new S3ArtifactStoreProvider().opens(URI.create("s3://bucket/key"))).isTrue();
    assertThat(new S3ArtifactStoreProvider().opens(URI.create("gs://bucket/key"))).isFalse();
    assertThat(new MinioArtifactStoreProvider().opens(URI.create("minio://bucket/key"))).isTrue();
  }

  @Test
  void needTheEndpointOfACompatibleStore() {
    assertThatThrownBy(
            () ->
                new MinioArtifactStoreProvider()
                    .create(Settings.of(Map.of()), ArtifactContext.standard()))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("artifacts.minio.endpoint");
  }

  @Test
  void readTheirSettings() {
    Settings settings =
        Settings.parse("{endpoint: 'http://127.0.0.1:9', region: eu-west-1}", "test");
    new MinioArtifactStoreProvider().create(settings, ArtifactContext.standard()).close();
    new S3ArtifactStoreProvider().create(settings, ArtifactContext.standard()).close();

    assertThatThrownBy(
            () ->
                new S3ArtifactStoreProvider()
                    .create(
                        Settings.parse("{endpoint: 'ftp://x', colour: red}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("colour");
  }

  @Test
  void refuseAnAddressWithAQuery() {
    try (S3ArtifactStore store =
        S3Service.open(S3Service.endpoint(), ArtifactContext.standard().deadline())) {
      assertThatThrownBy(() -> store.stat(URI.create("s3://bucket/key?signature=x")))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageNotContaining("signature");
    }
  }

  @Test
  void nameNoTypeOfTheSdkInPublicSignatures() {
    assertThat(PublicSignatures.foreign(S3ArtifactStoreProvider.class)).isEmpty();
  }
}
