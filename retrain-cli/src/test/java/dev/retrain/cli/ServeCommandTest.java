package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

  @TempDir Path folder;
  private String settings;

  @BeforeEach
  void configure() throws Exception {
    settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n").toString();
  }

  @Test
  void servesUntilItIsInterrupted() throws Exception {
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(new StringWriter(), true);
    Callable<Integer> command =
        () ->
            Main.run(
                new PrintWriter(out, true),
                err,
                "serve",
                "--endpoint",
                "shop",
                "--settings",
                settings,
                "--",
                "sh",
                "--any",
                "flag");
    FutureTask<Integer> served = new FutureTask<>(command);
    Thread thread = new Thread(served);
    thread.start();
    Matcher address =
        Await.until(
            "the endpoint listens",
            Duration.ofMinutes(2),
            () -> ADDRESS.matcher(out.toString()),
            Matcher::find);

    int health =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address.group(1) + "/health")).build(),
                BodyHandlers.discarding())
            .statusCode();
    thread.interrupt();

    assertThat(health).isEqualTo(503);
    assertThat(served.get()).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("no version has traffic yet");
  }

  @Test
  void aProgramThatDoesNotExistIsNamed() {
    InProcess.Result result =
        InProcess.retrain(
            "serve", "--endpoint", "shop", "--settings", settings, "--", "no-such-program-17");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err()).contains("'no-such-program-17' does not exist");
  }

  @Test
  void onlyTheLocalBackendIsServedFromHere() {
    InProcess.Result result =
        InProcess.retrain("serve", "--endpoint", "shop", "--backend", "sagemaker", "--", "sh");

    assertThat(result.exitCode()).isEqualTo(ExitCode.UNSUPPORTED);
    assertThat(result.err()).contains("sagemaker serves endpoints itself");
  }
}
