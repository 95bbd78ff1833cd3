package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.retrain.spi.backend.Backends;
import dev.retrain.testkit.tck.BackendTck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class InitBackendTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int init(String... arguments) {
    List<String> all = new ArrayList<>(List.of("init", "backend"));
    all.addAll(List.of(arguments));
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "async"})
  void writesFiveFilesAndTheirKits(String style) throws IOException {
    int code =
        init(
            "night-batch",
            "--package",
            "acme.batch",
            "--style",
            style,
            "--output",
            folder.toString());

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(written())
        .contains(
            "pom.xml",
            "README.md",
            "src/main/java/acme/batch/NightBatchBackendProvider.java",
            "src/main/java/acme/batch/NightBatchSettings.java",
            "src/main/java/acme/batch/NightBatchTranslator.java",
            "src/main/java/acme/batch/NightBatchClient.java",
            "src/main/java/acme/batch/NightBatchBackend.java",
            "src/test/java/acme/batch/NightBatchTckTest.java",
            "src/test/java/acme/batch/NightBatchFaultTckTest.java",
            "src/test/java/acme/batch/NightBatchCrashTckTest.java");
    assertThat(written().stream().filter(file -> file.startsWith("src/main/java")))
        .as("five files and package-info")
        .hasSize(6);
    for (String file : written()) {
      assertThat(Files.readString(folder.resolve(file)))
          .as(file)
          .doesNotContain("dev.retrain.example", "region ", "%name%", "%class%", "%{")
          .doesNotContainPattern("Jobs[A-Z]|Queue(?!Server)[A-Z]|code jobs");
    }
  }

  @Test
  void writesTheStyleOfAServiceThatAnswersAtOnceByDefault() throws IOException {
    init("night-batch", "--package", "acme.batch", "--output", folder.toString());

    assertThat(written())
        .contains("src/test/java/acme/batch/server/QueueServer.java")
        .doesNotContain("src/test/java/acme/batch/server/JobService.java");
  }

  @Test
  void refusesAnUnknownStyle() throws IOException {
    int code = init("night-batch", "--style", "later", "--output", folder.toString());

    assertThat(code).isEqualTo(ExitCode.INVALID);
    assertThat(written()).isEmpty();
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(folder.resolve("pom.xml"), "mine");

    int code = init("night-batch", "--output", folder.toString());

    assertThat(code).isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("pom.xml");
    assertThat(written()).containsExactly("pom.xml");
  }

  @Test
  void refusesNamesThatNoBackendCanHave() {
    assertThat(init("Night_Batch", "--output", folder.toString())).isEqualTo(ExitCode.INVALID);
    assertThat(init("night", "--package", "1x", "--output", folder.toString()))
        .isEqualTo(ExitCode.INVALID);
    assertThat(err.toString()).contains("'Night_Batch'", "'1x'");
  }

  @ParameterizedTest
  @CsvSource({"sync, Outcomes", "async, Outcomes", "async, Listing"})
  void givesABackendThatCompilesIsFoundAndPassesTheKit(String style, String group)
      throws Exception {
    init("night-batch", "--package", "acme.batch", "--style", style, "--output", folder.toString());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(classes);
    Path services = Path.of("META-INF", "services");
    Files.createDirectories(classes.resolve(services));
    String provider = "dev.retrain.spi.backend.BackendProvider";
    Files.copy(
        folder.resolve("src/main/resources").resolve(services).resolve(provider),
        classes.resolve(services).resolve(provider));

    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      assertThat(Backends.provider("night-batch", loader).name()).isEqualTo("night-batch");

      TestExecutionSummary summary = kit(loader.loadClass("acme.batch.NightBatchTckTest"), group);

      assertThat(summary.getFailures()).extracting(Object::toString).isEmpty();
      assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(5);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void compile(Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources =
          written().stream().filter(f -> f.endsWith(".java")).map(folder::resolve).toList();
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of(
                      "--release",
                      "17",
                      "-Xlint:all",
                      "-Werror",
                      "-d",
                      classes.toString(),
                      "-proc:none",
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  /** Runs a group of the kit: all of them take too long here and run in the example's module. */
  private static TestExecutionSummary kit(Class<?> subclass, String group) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectNestedClass(List.of(subclass), group(group)))
                .configurationParameter("retrain.tck.quiet", "true")
                .build(),
            summary);
    return summary.getSummary();
  }

  private static Class<?> group(String name) {
    return Arrays.stream(BackendTck.class.getDeclaredClasses())
        .filter(one -> one.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
