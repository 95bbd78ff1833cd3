package dev.retrain.api.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {

  /** What is looked for. */
  public interface Part extends Supplier<String> {}

  /** A part that can be created. */
  public static final class Sound implements Part {
    @Override
    public String get() {
      return "sound";
    }
  }

  /** A part that lacks a library. */
  public static final class LacksLibrary implements Part {
    /** Fails as a class whose libraries are not on the class path. */
    public LacksLibrary() {
      throw new NoClassDefFoundError("com/vendor/Client");
    }

    @Override
    public String get() {
      return "never";
    }
  }

  @TempDir private Path folder;

  private ClassLoader withProviders(String... names) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Part.class.getName()), String.join("\n", names));
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }

  @Test
  void createsTheOthersBesideOneThatCannotBeLoaded() throws IOException {
    Providers<Part> all =
        Providers.of(
            Part.class,
            withProviders(LacksLibrary.class.getName(), "acme.Absent", Sound.class.getName()));

    assertThat(all.found()).extracting(Supplier::get).containsExactly("sound");
  }

  @Test
  void namesEachThatCannotBeLoadedWithTheReason() throws IOException {
    Providers<Part> all =
        Providers.of(
            Part.class,
            withProviders(LacksLibrary.class.getName(), "acme.Absent", Sound.class.getName()));

    assertThat(all.problems()).hasSize(2);
    assertThat(all.problems().get(0))
        .contains("The Part", LacksLibrary.class.getName(), "com/vendor/Client");
    assertThat(all.problems().get(1)).contains("The Part", "acme.Absent", "not found");
  }

  @Test
  void createsAClassThatSeveralLoadersHaveOnce() throws IOException {
    ClassLoader loader = withProviders(Sound.class.getName());

    assertThat(Providers.of(Part.class, loader, loader).found()).hasSize(1);
  }

  @Test
  void looksFirstWhereTheApplicationKeepsItsClassPath() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(withProviders(Sound.class.getName()));
    try {
      assertThat(Providers.of(Part.class).found()).hasSize(1);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void tellsInTheHintWhatCouldNotBeLoaded() throws IOException {
    Providers<Part> all = Providers.of(Part.class, withProviders("acme.Absent"));

    assertThat(all.absent("there is no part", "Add its module").context().hint().orElseThrow())
        .contains("Add its module. The Part cannot be loaded", "acme.Absent");
  }
}
