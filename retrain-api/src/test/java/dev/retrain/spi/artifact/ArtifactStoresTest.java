package dev.retrain.spi.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactStoresTest {

  private static final ArtifactContext CONTEXT = ArtifactContext.standard();

  /** Opens local files under another scheme. */
  private static final class Other implements ArtifactStoreProvider {
    private int created;

    @Override
    public String name() {
      return "other";
    }

    @Override
    public boolean opens(URI address) {
      return "other".equals(address.getScheme());
    }

    @Override
    public ArtifactStore create(Settings settings, ArtifactContext context) {
      created++;
      return new FileArtifactStore();
    }
  }

  @Test
  void opensLocalFilesWithoutAProvider() {
    try (ArtifactStores stores = ArtifactStores.of()) {
      assertThat(stores.at(URI.create("file:///data/a.csv"))).isInstanceOf(FileArtifactStore.class);
    }
  }

  @Test
  void createsAStoreOnce() {
    Other provider = new Other();
    try (ArtifactStores stores = ArtifactStores.of(provider)) {
      assertThat(stores.at(URI.create("other://a/b"))).isSameAs(stores.at(URI.create("other://c")));
      assertThat(stores.names()).containsExactly("other");
    }
    assertThat(provider.created).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a, retrain-artifacts-s3",
    "minio://bucket/a, retrain-artifacts-s3",
    "gs://bucket/a, retrain-artifacts-gcs",
    "abfss://c@account.dfs.core.windows.net/a, retrain-artifacts-azure",
    "https://account.blob.core.windows.net/c/a, retrain-artifacts-azure",
    "hdfs://host/a, 'one of the schemes file, s3'"
  })
  void namesTheModuleThatIsAbsent(URI address, String module) {
    assertThatThrownBy(() -> ArtifactStores.of().at(address))
        .isInstanceOfSatisfying(
            ConfigurationProblem.class,
            problem -> assertThat(problem.context().hint().orElseThrow()).contains(module))
        .hasMessageContaining("no module opens such addresses");
  }

  @Test
  void repeatsNoSignatureOfAnAddress() {
    assertThatThrownBy(() -> ArtifactStores.of().at(URI.create("https://host/a?sig=secret")))
        .hasMessageContaining("https://host/a")
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesAnAddressWithoutAScheme() {
    assertThatThrownBy(() -> ArtifactStores.of().at(URI.create("folder/a.csv")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("has no scheme");
  }

  @Test
  void refusesSettingsWithoutTheirModule() {
    ArtifactStores stores =
        ArtifactStores.with(Map.of("s3", Settings.of(Map.of())), CONTEXT, List::of);
    assertThatThrownBy(stores::requireProviders)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("artifacts.s3 has settings");
  }

  @Test
  void namesAProviderThatCannotBeLoaded(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(ArtifactStoreProvider.class.getName()), "absent.Provider");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        ArtifactStores stores = ArtifactStores.with(Map.of(), CONTEXT, () -> List.of(loader))) {
      assertThat(stores.problems()).singleElement().asString().contains("absent.Provider");
    }
  }

  @Test
  void findsNoProviderAmongTheClassesOfThisModule() {
    assertThat(ArtifactStores.standard().names()).isEmpty();
  }
}
