package dev.retrain.artifacts.azure;

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

class BlobProviderTest {

  private static final URI HTTPS =
      URI.create("https://account.blob.core.windows.net/models/folder/a%20b");
  private static final URI ABFSS =
      URI.create("abfss://models@account.dfs.core.windows.net/folder/a%20b");

  @Test
  void isFoundBySchemeAndHost() {
    assertThat(ArtifactStores.standard().names()).containsExactly("azure");
    BlobArtifactStoreProvider provider = new BlobArtifactStoreProvider();
    assertThat(provider.opens(HTTPS)).isTrue();
    assertThat(provider.opens(ABFSS)).isTrue();
    assertThat(provider.opens(URI.create("https://example.org/file"))).isFalse();
  }

  @Test
  void readsBothFormsOfAnAddress() {
    BlobAddress one = BlobAddress.of(HTTPS);
    BlobAddress other = BlobAddress.of(ABFSS);

    assertThat(one.service()).isEqualTo("https://account.blob.core.windows.net");
    assertThat(other.service()).isEqualTo(one.service());
    assertThat(other.container()).isEqualTo(one.container()).isEqualTo("models");
    assertThat(other.name()).isEqualTo(one.name()).isEqualTo("folder/a b");
  }

  @Test
  void refusesAddressesThatAreNotCompleteOrCarryASignature() {
    assertThatThrownBy(() -> BlobAddress.of(URI.create("abfss://models/folder")))
        .isInstanceOf(ConfigurationProblem.class);
    assertThatThrownBy(() -> BlobAddress.of(URI.create("https://account.blob.core.windows.net/")))
        .isInstanceOf(ConfigurationProblem.class);
    assertThatThrownBy(() -> BlobAddress.of(URI.create(HTTPS + "?sig=hidden")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void sendsNoTokenToAnAddressThatIsNotEncrypted() {
    assertThatThrownBy(
            () ->
                new BlobArtifactStoreProvider()
                    .create(
                        Settings.parse("{endpoint: 'http://127.0.0.1:9'}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("anonymous");
  }

  @Test
  void readsSettingsOfAnEmulator() {
    Settings settings =
        Settings.parse("{endpoint: '" + BlobService.endpoint() + "', anonymous: true}", "test");
    try (var store = new BlobArtifactStoreProvider().create(settings, ArtifactContext.standard())) {
      assertThat(store.files(BlobService.emptyFolder())).isEmpty();
    }
  }

  @Test
  void signsInByASignatureOrSaysWhatIsMissing() {
    assertThat(SignIn.of(Map.of("AZURE_STORAGE_SAS_TOKEN", "sig=x"))).isNotNull();
    assertThatThrownBy(() -> SignIn.of(Map.of()))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("azure-identity");
  }

  @Test
  void namesNoTypeOfTheLibrariesInPublicSignatures() {
    assertThat(PublicSignatures.foreign(BlobArtifactStoreProvider.class)).isEmpty();
  }
}
