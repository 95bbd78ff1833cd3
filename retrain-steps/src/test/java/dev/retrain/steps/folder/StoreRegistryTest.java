package dev.retrain.steps.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.spi.registry.VersionPage;
import dev.retrain.testkit.InMemoryArtifactStore;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreRegistryTest {

  private static final URI ROOT = URI.create("memory://bucket/registry");
  private static final URI ARTIFACT = URI.create("memory://bucket/runs/1/model");

  private final InMemoryArtifactStore store = new InMemoryArtifactStore();
  private final SettableClock clock = SettableClock.at("2026-12-01T00:00:00Z");

  private StoreRegistry registry(ArtifactStore store) {
    return new StoreRegistry(store, ROOT, clock);
  }

  private ModelVersion register(String run) {
    return registry(store).register("churn", run, ARTIFACT, Map.of());
  }

  /** A store of which one method ignores its condition. */
  private ArtifactStore ignoring(String condition) {
    return (ArtifactStore)
        Proxy.newProxyInstance(
            ArtifactStore.class.getClassLoader(),
            new Class<?>[] {ArtifactStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(condition)) {
                URI file =
                    arguments[0] instanceof StoredFile found ? found.address() : (URI) arguments[0];
                store.write(file, (ArtifactContent) arguments[1]);
                return true;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void refusesAStoreThatIgnoresAbsence() {
    StoreRegistry registry = registry(ignoring("writeIfAbsent"));

    assertThatThrownBy(() -> registry.register("churn", "run-1", ARTIFACT, Map.of()))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("memory://bucket/registry");
    assertThat(store.files(ROOT)).as("the probe leaves nothing").isEmpty();
  }

  @Test
  void refusesAStoreThatIgnoresEntityTags() {
    StoreRegistry registry = registry(ignoring("replace"));

    assertThatThrownBy(
            () -> registry.moveAlias("churn", "champion", Optional.empty(), Optional.empty()))
        .isInstanceOf(UnsupportedFeature.class);
  }

  @Test
  void issuesNoNumberTwiceAfterAVersionWasDeleted() {
    register("run-1");
    register("run-2");
    store.delete(StoredFile.child(ROOT, "churn/versions/2.json"));

    assertThat(register("run-3").version()).isEqualTo("3");
  }

  @Test
  void completesARegistrationThatWasCutOff() {
    register("run-1");
    store.delete(StoredFile.child(ROOT, "churn/versions/1.json"));

    assertThat(register("run-1").version()).isEqualTo("1");
  }

  @Test
  void continuesAFolderThatWasCopiedToTheStore(@TempDir Path folder) {
    FolderRegistry local = new FolderRegistry(folder, clock);
    local.register("churn", "run-1", ARTIFACT, Map.of("owner", "risk"));
    ModelVersion second = local.register("churn", "run-2", ARTIFACT, Map.of());
    local.moveAlias("churn", "challenger", Optional.empty(), Optional.of(second.version()));
    ArtifactStore files = ArtifactStores.standard().at(folder.toUri());
    StoreRegistry registry = new StoreRegistry(files, folder.toUri(), clock);

    assertThat(registry.versions("churn"))
        .extracting(ModelVersion::version)
        .containsExactly("2", "1");
    assertThat(registry.byAlias("churn", "challenger").map(ModelVersion::version)).contains("2");
    assertThat(registry.register("churn", "run-1", ARTIFACT, Map.of()).version()).isEqualTo("1");
    assertThat(registry.register("churn", "run-3", ARTIFACT, Map.of()).version()).isEqualTo("3");
    assertThat(local.versions("churn")).hasSize(3);
  }

  @Test
  void reusesNoNumberThatWasDeletedInTheFolderBefore(@TempDir Path folder) throws IOException {
    FolderRegistry local = new FolderRegistry(folder, clock);
    local.register("churn", "run-1", ARTIFACT, Map.of());
    local.register("churn", "run-2", ARTIFACT, Map.of());
    Files.delete(folder.resolve("churn/versions/2.json"));
    StoreRegistry registry =
        new StoreRegistry(ArtifactStores.standard().at(folder.toUri()), folder.toUri(), clock);

    assertThat(registry.register("churn", "run-3", ARTIFACT, Map.of()).version()).isEqualTo("3");
  }

  @Test
  void readsTheVersionsOfAPageAlone() {
    for (int run = 1; run <= 5; run++) {
      register("run-" + run);
    }
    StoreRegistry registry = registry(store);
    int before = store.opened();

    VersionPage first = registry.versions("churn", Optional.empty(), 2);
    int read = store.opened() - before;
    VersionPage second = registry.versions("churn", first.next(), 2);
    VersionPage last = registry.versions("churn", second.next(), 2);

    assertThat(first.versions()).extracting(ModelVersion::version).containsExactly("5", "4");
    assertThat(second.versions()).extracting(ModelVersion::version).containsExactly("3", "2");
    assertThat(last.versions()).extracting(ModelVersion::version).containsExactly("1");
    assertThat(last.next()).isEmpty();
    assertThat(read).as("the numbers and two versions").isEqualTo(3);
  }

  @Test
  void movesAnAliasWhoseVersionWasDeleted() {
    register("run-1");
    register("run-2");
    StoreRegistry registry = registry(store);
    registry.moveAlias("churn", "champion", Optional.empty(), Optional.of("1"));
    store.delete(StoredFile.child(ROOT, "churn/versions/1.json"));

    assertThat(registry.byAlias("churn", "champion")).isEmpty();
    assertThat(registry.aliasTarget("churn", "champion")).contains("1");
    assertThat(registry.moveAlias("churn", "champion", Optional.of("1"), Optional.of("2")))
        .isTrue();
  }

  @Test
  void refusesANameThatIsNoFolder() {
    assertThatThrownBy(() -> registry(store).versions("../other"))
        .hasMessageContaining("'../other'");
  }
}
