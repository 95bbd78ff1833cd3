package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.retrain.cli.CheckFinding.Area;
import dev.retrain.cli.CheckFinding.State;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

  @TempDir Path folder;

  @Test
  void findsTheLocalBackendWellInAFolderItMayWrite() throws IOException {
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n");

    InProcess.Result result = doctor(settings, "--output-format", "json");

    assertThat(result.exitCode()).as(result.out()).isZero();
    assertThat(result.out()).contains("\"ok\" : true", "\"versions\"", "can be written");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void reportsFailedChecksWithAFix() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("local.yaml"),
            "{images: {a: [no-such-program-17]}, secretsFolder: secrets}");

    InProcess.Result result = doctor(settings);

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out())
        .contains("failed", "no-such-program-17: install it", "does not exist", "create it");
  }

  @Test
  void namesEveryProblemOfTheSettings() throws IOException {
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRot: runs\n");

    InProcess.Result result = doctor(settings);

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("unknown key 'artifactRot'");
  }

  @Test
  void namesAPartThatCannotBeLoadedAndChecksTheRest() throws IOException {
    Path services = Files.createDirectories(folder.resolve("broken/META-INF/services"));
    Files.writeString(
        services.resolve("dev.retrain.api.retraining.PartType"), "acme.NeverCompiled\n");
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.resolve("broken/").toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);

      InProcess.Result result = doctor(settings);

      assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(result.out())
          .contains("The PartType cannot be loaded", "acme.NeverCompiled", "can be written");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private InProcess.Result doctor(Path settings, String... more) {
    String[] words = {"doctor", "--backend", "local", "--config", settings.toString()};
    return InProcess.retrain(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(words), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  @Test
  void aServiceThatRefusesIsReachedAllTheSame() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    try {
      URI service = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(only(Map.of(), BackendRequirements.remote(List.of(), List.of(service))))
          .isEqualTo(CheckFinding.ok(Area.NETWORK, service.toString(), "answers (403)"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIsAFailedCheck() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    URI service = URI.create("http://127.0.0.1:" + port);

    CheckFinding finding = only(Map.of(), BackendRequirements.remote(List.of(), List.of(service)));

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.fix()).contains("firewall");
  }

  @Test
  void anyWholeWayToSignInWillDo() throws IOException {
    Path key = Files.writeString(folder.resolve("key.json"), "{}");
    List<Credential> ways =
        List.of(
            Credential.variables("access key", "ID", "SECRET"),
            Credential.file("key file", key),
            Credential.file("other", folder.resolve("none")));

    assertThat(only(Map.of("ID", "a"), BackendRequirements.remote(ways, List.of())).seen())
        .isEqualTo("key file");
    CheckFinding both =
        only(Map.of("ID", "a", "SECRET", "hush"), BackendRequirements.remote(ways, List.of()));
    assertThat(both.seen()).isEqualTo("access key");
    assertThat(both.toString()).doesNotContain("hush");
  }

  @Test
  void withoutAWayToSignInAllAreNamed() {
    CheckFinding finding =
        only(
            Map.of("ID", "a", "SECRET", ""),
            BackendRequirements.remote(
                List.of(Credential.variables("access key", "ID", "SECRET")), List.of()));

    assertThat(finding.state()).isEqualTo(State.FAILED);
    assertThat(finding.fix()).contains("access key (ID, SECRET)");
  }

  @Test
  void findsProgramsByPath() throws IOException {
    Path program = Files.createFile(folder.resolve("tool"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    BackendRequirements needs =
        new BackendRequirements(List.of(), List.of(), List.of("tool"), List.of(), List.of());

    assertThat(only(Map.of("PATH", folder.toString()), needs).seen()).isEqualTo(program.toString());
    assertThat(only(Map.of(), needs).state()).isEqualTo(State.FAILED);
  }

  private static CheckFinding only(
      Map<String, String> environment, BackendRequirements surroundings) {
    List<CheckFinding> findings = new EnvironmentCheck(environment).of(surroundings);
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }
}
