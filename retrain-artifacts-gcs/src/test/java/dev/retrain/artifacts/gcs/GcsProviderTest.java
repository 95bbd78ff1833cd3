package dev.retrain.artifacts.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.testkit.PublicSignatures;
import dev.retrain.testkit.fault.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
                        Settings.parse("{endpoint: 'http://127.0.0.1:9'}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("anonymous");
  }

  @Test
  void readsSettingsOfAnEmulator() {
    Settings settings =
        Settings.parse("{endpoint: '" + GcsService.endpoint() + "', anonymous: true}", "test");
    try (var store = new GcsArtifactStoreProvider().create(settings, ArtifactContext.standard())) {
      assertThat(store.files(GcsService.emptyFolder())).isEmpty();
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
              new GcsRequests(Duration.ofSeconds(5), Optional.of(() -> credentials)));

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
