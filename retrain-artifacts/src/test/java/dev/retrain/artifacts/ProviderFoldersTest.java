package dev.retrain.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.artifacts.local.LocalProvider;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.spi.artifact.ArtifactStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderFoldersTest {

  private static final String SERVICE =
      "META-INF/services/" + ArtifactStoreProvider.class.getName();
  private static final String CLASS = LocalProvider.class.getName().replace('.', '/') + ".class";

  @TempDir Path home;

  @BeforeEach
  void addAFolder() throws IOException {
    Path folder = Files.createDirectories(home.resolve("local"));
    Files.writeString(folder.resolve("readme.txt"), "not a library");
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(folder.resolve("provider.jar")));
        InputStream code = LocalProvider.class.getResourceAsStream("/" + CLASS)) {
      jar.putNextEntry(new JarEntry(CLASS));
      code.transferTo(jar);
      jar.putNextEntry(new JarEntry(SERVICE));
      jar.write(LocalProvider.class.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty(ProviderFolders.PROPERTY);
  }

  private ClassLoader loader() {
    return ProviderFolders.loaders(home, getClass().getClassLoader()).get(0);
  }

  @Test
  void findsTheProviderOfAFolder() {
    System.setProperty(ProviderFolders.PROPERTY, home.toString());
    try (ArtifactFiles files = ArtifactFiles.with(Map.of(), ArtifactCache.standard())) {
      assertThat(files.stores().names()).containsExactly("local");
    }
  }

  @Test
  void loadsALibraryOfTheFolderBeforeThatOfTheProgram() throws ClassNotFoundException {
    ClassLoader loader = loader();
    assertThat(loader.loadClass(LocalProvider.class.getName()).getClassLoader()).isSameAs(loader);
  }

  @Test
  void sharesTheTypesThatBothSidesExchange() throws ClassNotFoundException {
    ClassLoader loader = loader();
    for (Class<?> shared : List.of(ArtifactStore.class, Settings.class, ArtifactFiles.class)) {
      assertThat(loader.loadClass(shared.getName())).isSameAs(shared);
    }
  }

  @Test
  void findsResourcesOfTheFolderFirst() throws IOException {
    ClassLoader loader = loader();
    assertThat(loader.getResource(SERVICE)).asString().contains("provider.jar");
    assertThat(Collections.list(loader.getResources(CLASS))).hasSize(2);
    assertThat(loader.getResource("absent")).isNull();
  }

  @Test
  void opensAnAddressByTheProviderOfAFolder() {
    try (ArtifactStores stores =
        ArtifactStores.with(
            Map.of(),
            ArtifactContext.standard(),
            () -> ProviderFolders.loaders(home, getClass().getClassLoader()))) {
      assertThat(stores.at(java.net.URI.create("local://a/b"))).isNotNull();
    }
  }

  @Test
  void hasNoLoaderWithoutAFolder() {
    assertThat(ProviderFolders.loaders(home.resolve("absent"), getClass().getClassLoader()))
        .isEmpty();
  }

  @Test
  void namesAFolderThatCannotBeRead() {
    assertThatThrownBy(() -> ProviderFolders.jars(home.resolve("absent")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("absent");
  }
}
