package dev.retrain.artifacts.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.spi.client.ClientCredentials;
import dev.retrain.testkit.PublicSignatures;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                        Settings.parse(
                            "{client: {endpoints: {blob: 'http://example.org'}}}", "test"),
                        ArtifactContext.standard()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("endpoints.blob must start with https://");
  }

  @Test
  void readsSettingsOfAnEmulator() {
    try (ArtifactStore store = emulated()) {
      assertThat(store.files(BlobService.emptyFolder())).isEmpty();
    }
  }

  @Test
  void signsInByASignatureOrSaysWhatIsMissing() {
    assertThat(signIn(SignIn.STORAGE, Map.of("AZURE_STORAGE_SAS_TOKEN", "sig=x")).standard())
        .hasSize(1);
    assertThatThrownBy(() -> signIn(SignIn.STORAGE, Map.of()).standard())
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("azure-identity");
  }

  @Test
  void doesNotSendASignatureOfStorageToOtherServices() {
    assertThatThrownBy(
            () -> signIn(SignIn.MANAGEMENT, Map.of("AZURE_STORAGE_SAS_TOKEN", "sig=x")).standard())
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("Azure Resource Manager");
  }

  @Test
  void refusesAnEmptyToken() {
    var policies =
        signIn(SignIn.STORAGE, Map.of("TOKEN", " "))
            .tokenFile(new ClientCredentials.TokenFile(Optional.empty(), Optional.of("TOKEN")));
    BlobArtifactStore store =
        new BlobArtifactStore(
            Optional.empty(),
            BlobAddress::of,
            new BlobRequests(Duration.ofSeconds(5), Optional.empty(), policies));

    assertThatThrownBy(() -> store.stat(HTTPS)).isInstanceOf(RetrainException.class);
  }

  private static SignIn signIn(String scope, Map<String, String> environment) {
    return new SignIn(scope, Settings.of(Map.of()), environment);
  }

  private static ArtifactStore emulated() {
    return new BlobArtifactStoreProvider()
        .create(
            Settings.parse(
                "{client: {endpoints: {default: '"
                    + BlobService.endpoint()
                    + "'}, credentials: {type: none}}}",
                "test"),
            ArtifactContext.standard());
  }

  private static URI datastore(String name, String path) {
    return URI.create(
        "azureml://subscriptions/s-1/resourcegroups/g/workspaces/w/datastores/"
            + name
            + "/paths/"
            + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "lake"})
  void readsAndWritesBelowADatastore(String name) {
    try (ArtifactStore store = emulated()) {
      URI file = datastore(name, "of-" + name + "/a%20b.csv");
      store.write(file, ArtifactContent.of("rows"));

      assertThat(store.stat(file).orElseThrow().address()).isEqualTo(file);
      assertThat(store.files(datastore(name, "of-" + name)))
          .extracting(StoredFile::address)
          .containsExactly(file);
      assertThat(
              store.stat(
                  URI.create(
                      "abfss://models@account.dfs.core.windows.net/of-" + name + "/a%20b.csv")))
          .isPresent();
    }
  }

  @Test
  void listsTheRootOfADatastore() {
    try (ArtifactStore store = emulated()) {
      store.write(datastore("blobs", "root.csv"), ArtifactContent.of("rows"));

      assertThat(store.files(URI.create(datastore("blobs", "").toString().replaceAll("/$", ""))))
          .extracting(StoredFile::address)
          .contains(datastore("blobs", "root.csv"));
    }
  }

  @ParameterizedTest
  @CsvSource({"share, AzureFile", "absent, there is none of this name", "denied, HTTP 403"})
  void namesADatastoreItCannotUse(String name, String why) {
    try (ArtifactStore store = emulated()) {
      assertThatThrownBy(() -> store.stat(datastore(name, "a.csv")))
          .isInstanceOf(PermanentFailure.class)
          .hasMessageContaining("datastore " + name)
          .hasMessageContaining(why);
    }
  }

  @Test
  void refusesADatastoreWithoutItsWorkspace() {
    try (ArtifactStore store = emulated()) {
      assertThatThrownBy(() -> store.stat(URI.create("azureml://datastores/blobs/paths/a.csv")))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("names subscription, resource group, workspace");
    }
  }

  @Test
  void namesNoTypeOfTheLibrariesInPublicSignatures() {
    assertThat(PublicSignatures.foreign(BlobArtifactStoreProvider.class)).isEmpty();
  }
}
