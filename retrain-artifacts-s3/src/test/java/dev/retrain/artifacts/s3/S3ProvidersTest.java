package dev.retrain.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.testkit.PublicSignatures;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        .hasMessageContaining("minio addresses need the endpoint");
  }

  @Test
  void readTheirSettings() {
    Settings settings =
        Settings.parse(
            "{region: eu-west-1, client: {endpoints: {s3: 'http://127.0.0.1:9'}}}", "test");
    new MinioArtifactStoreProvider().create(settings, ArtifactContext.standard()).close();
    new S3ArtifactStoreProvider().create(settings, ArtifactContext.standard()).close();

    assertThatThrownBy(
            () ->
                new S3ArtifactStoreProvider()
                    .create(
                        Settings.parse(
                            "{client: {endpoints: {s3: 'ftp://x'}}, colour: red}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("colour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: default}",
        "{type: profile, name: team}",
        "{type: assume-role, role: 'arn:aws:iam::123456789012:role/reader'}",
        "{type: file, path: credentials}",
        "{type: token-file, path: token}"
      })
  void signInAsBackendsDo(String credentials, @TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id = key\naws_secret_access_key = secret\n");
    Files.writeString(folder.resolve("token"), "token");
    Settings settings =
        in(folder, "{region: eu-west-1, client: {credentials: " + credentials + "}}");

    assertThatCode(
            () ->
                new S3ArtifactStoreProvider().create(settings, ArtifactContext.standard()).close())
        .doesNotThrowAnyException();
  }

  @Test
  void readObjectsWithTheCredentialsOfAFile(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("credentials"),
        "[default]\naws_access_key_id = key\naws_secret_access_key = secret\n");
    Settings settings =
        in(
            folder,
            "{client: {endpoints: {s3: '"
                + S3Service.endpoint()
                + "'}, credentials: {type: file, path: credentials}, s3PathStyle: true}}");
    try (var store = new S3ArtifactStoreProvider().create(settings, ArtifactContext.standard())) {
      assertThat(store.files(S3Service.emptyFolder())).isEmpty();
    }
  }

  @Test
  void nameACredentialsFileThatIsAbsent(@TempDir Path folder) {
    Settings settings = in(folder, "{client: {credentials: {type: file, path: absent}}}");
    assertThatThrownBy(
            () -> new S3ArtifactStoreProvider().create(settings, ArtifactContext.standard()))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("absent");
  }

  private static Settings in(Path folder, String text) {
    return new Settings(Settings.parse(text, "test").node(), folder, "test");
  }

  /** S3 answers HEAD with an expired token so: without a body there is no code. */
  @Test
  void nameAnExpiredTokenThatTheServiceDoesNotName() {
    try (FaultProxy proxy = FaultProxy.before(S3Service.endpoint());
        S3ArtifactStore store =
            S3Service.open(proxy.endpoint(), ArtifactContext.standard().deadline())) {
      proxy.always(new Fault.Answer(400, -1, ""));

      assertThatThrownBy(() -> store.stat(URI.create("s3://models/a")))
          .isInstanceOfSatisfying(
              PermissionDenied.class,
              denied ->
                  assertThat(denied.context().hint().orElseThrow()).contains("may have expired"));
    }
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
