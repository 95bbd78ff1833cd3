package dev.retrain.artifacts.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.testkit.PublicSignatures;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcsProviderTest {

  @Test
  void isFoundByItsScheme() {
    assertThat(ArtifactStores.standard().names()).containsExactly("gs");
    assertThat(new GcsArtifactStoreProvider().opens(URI.create("gs://bucket/a"))).isTrue();
    assertThat(new GcsArtifactStoreProvider().opens(URI.create("s3://bucket/a"))).isFalse();
  }

  @Test
  void needsNoCredentialsUntilTheFirstRequest() {
    new GcsArtifactStoreProvider()
        .create(Settings.of(Map.of()), ArtifactContext.standard())
        .close();
  }

  @Test
  void sendsNoTokenToAnAddressThatIsNotEncrypted() {
    assertThatThrownBy(
            () ->
                new GcsArtifactStoreProvider()
                    .create(
                        Settings.parse(
                            "{client: {endpoints: {storage: 'http://example.org'}}}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("endpoints.storage must start with https://");
  }

  @Test
  void readsSettingsOfAnEmulator() {
    Settings settings =
        Settings.parse(
            "{client: {endpoints: {default: '"
                + GcsService.endpoint()
                + "'}, credentials: {type: none}}}",
            "test");
    try (var store = new GcsArtifactStoreProvider().create(settings, ArtifactContext.standard())) {
      assertThat(store.files(GcsService.emptyFolder())).isEmpty();
    }
  }

  private static Settings withToken(Path file, URI endpoint) {
    return new Settings(
        Settings.parse(
                "{client: {endpoints: {storage: '"
                    + endpoint
                    + "'}, credentials: {type: token-file, path: token}}}",
                "test")
            .node(),
        file,
        "test");
  }

  @Test
  void signsWithTheTokenOfAFile(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("token"), "hidden-token\n");
    try (ArtifactStore store =
        new GcsArtifactStoreProvider()
            .create(withToken(folder, GcsService.endpoint()), ArtifactContext.standard())) {
      assertThat(store.files(GcsService.emptyFolder())).isEmpty();

      assertThat(GcsService.authorization()).isEqualTo("Bearer hidden-token");
    }
  }

  @Test
  void namesACredentialsFileThatIsAbsent() {
    Settings settings =
        Settings.parse("{client: {credentials: {type: file, path: absent.json}}}", "test");
    try (var store = new GcsArtifactStoreProvider().create(settings, ArtifactContext.standard())) {
      assertThatThrownBy(() -> store.files(URI.create("gs://bucket/a")))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("absent.json");
    }
  }

  @Test
  void signsRequestsAndShowsNoTokenInMessages() {
    GoogleCredentials credentials =
        GoogleCredentials.create(
            new AccessToken("hidden-token", Date.from(Instant.now().plusSeconds(3_600))));
    try (FaultProxy proxy = FaultProxy.before(GcsService.endpoint())) {
      proxy.always(new dev.retrain.testkit.fault.Fault.Answer(403, -1, "hidden-token"));
      var store =
          new GcsArtifactStore(
              proxy.endpoint(),
              new GcsRequests(
                  new NetHttpTransport(), Duration.ofSeconds(5), Optional.of(() -> credentials)));

      assertThatThrownBy(() -> store.files(GcsService.emptyFolder()))
          .hasMessageContaining("Storage Object User")
          .hasMessageNotContaining("hidden-token");
    }
  }

  @Test
  void namesNoTypeOfTheLibrariesInPublicSignatures() {
    assertThat(PublicSignatures.foreign(GcsArtifactStoreProvider.class)).isEmpty();
  }
}
