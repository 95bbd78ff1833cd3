package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.spi.backend.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard steps of an application whose classes lie in jars within its jar. */
@Timeout(120)
class FatJarTest {

  @TempDir Path root;

  /** Reads all classes into memory, as the launcher of an executable jar does from jars in it. */
  static final class Launcher extends ClassLoader {
    private final Map<String, byte[]> resources = new HashMap<>();

    Launcher() {
      super(ClassLoader.getPlatformClassLoader());
    }

    public static void main(String[] args) throws Exception {
      Launcher loader = new Launcher();
      for (String entry : args[0].split(java.io.File.pathSeparator, -1)) {
        loader.add(Path.of(entry));
      }
      Thread.currentThread().setContextClassLoader(loader);
      loader
          .loadClass(args[1])
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {args[2]});
    }

    private void add(Path entry) throws IOException {
      if (Files.isDirectory(entry)) {
        try (Stream<Path> files = Files.walk(entry)) {
          for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
            String name = entry.relativize(file).toString().replace('\\', '/');
            resources.putIfAbsent(name, Files.readAllBytes(file));
          }
        }
      } else if (Files.exists(entry)) {
        try (JarInputStream jar = new JarInputStream(Files.newInputStream(entry))) {
          for (JarEntry next = jar.getNextJarEntry(); next != null; next = jar.getNextJarEntry()) {
            resources.putIfAbsent(next.getName(), jar.readAllBytes());
          }
        }
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = resources.get(name.replace('.', '/') + ".class");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected URL findResource(String name) {
      byte[] bytes = resources.get(name);
      return bytes == null ? null : url(name, bytes);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
      URL found = findResource(name);
      return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    private static URL url(String name, byte[] bytes) {
      try {
        return new URL(
            null,
            "nested:/app.jar/!BOOT-INF/lib/any.jar!/" + name,
            new URLStreamHandler() {
              @Override
              protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                  @Override
                  public void connect() {}

                  @Override
                  public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                  }
                };
              }
            });
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The application: ingests and profiles a file by its relative name. */
  public static final class Application {
    private Application() {}

    public static void main(String[] args) throws Exception {
      Path root = Path.of(args[0]);
      Pipeline pipeline =
          Pipeline.named("fat")
              .step(StandardSteps.ingest("ingest", "data/rows.csv").writes(Pipelines.ROWS))
              .step(
                  StandardSteps.profile("profile")
                      .reads(Pipelines.ROWS)
                      .writes(Artifact.profile("profile")))
              .build();
      try (LocalBackend backend =
          LocalBackend.builder().artifactRoot(root.resolve("runs")).dataRoot(root).build()) {
        RunStatus status = Pipelines.ended(backend, backend.submit(submission(pipeline)));
        Files.writeString(
            root.resolve("status"),
            status + "\n" + backend.translator().plan(pipeline).steps().get(0));
      }
    }
  }

  @Test
  void runTheirStandardStepsWithinTheProcess() throws Exception {
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/rows.csv"), "a,b\n1,2\n3,4\n");
    Path only = root.resolve("launcher");
    copyLauncher(only);
    List<String> words =
        new ArrayList<>(
            List.of(
                StepsJava.launcher(),
                "-cp",
                only.toString(),
                Launcher.class.getName(),
                System.getProperty("java.class.path"),
                Application.class.getName(),
                root.toString()));
    Process application =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("out").toFile())
            .start();
    assertThat(application.waitFor(100, TimeUnit.SECONDS)).isTrue();

    assertThat(root.resolve("status"))
        .as(Files.readString(root.resolve("out")))
        .content()
        .startsWith("Succeeded")
        .contains("Java function");
    assertThat(root.resolve("runs/fat/a-key/profile/profile/profile.json")).exists();
  }

  private static void copyLauncher(Path to) throws IOException {
    Path classes = Files.createDirectories(to.resolve("dev/retrain/backend/local"));
    for (String suffix : List.of("", "$1", "$1$1")) {
      String name = "FatJarTest$Launcher" + suffix + ".class";
      try (InputStream in = FatJarTest.class.getResourceAsStream(name)) {
        Files.write(classes.resolve(name), java.util.Objects.requireNonNull(in).readAllBytes());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "file:/app/classes/dev/X.class, true",
    "jar:file:/app/lib/steps.jar!/dev/X.class, true",
    "jar:file:/app.jar!/BOOT-INF/lib/steps.jar!/dev/X.class, false",
    "jar:nested:/app.jar/!BOOT-INF/lib/steps.jar!/dev/X.class, false"
  })
  void knowsWhereAnotherJavaFindsClasses(String place, boolean plain) {
    assertThat(StepsJava.isPlain(place)).isEqualTo(plain);
  }
}
