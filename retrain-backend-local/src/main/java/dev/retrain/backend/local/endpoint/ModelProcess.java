package dev.retrain.backend.local.endpoint;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One version served by a child process. */
final class ModelProcess implements ServedModel {

  private static final int SHOWN_LINES = 20;
  private static final Duration FIRST_CHECKS = Duration.ofMillis(50);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final ServingCommand command;
  private final Process process;
  private final URI address;
  private final Path output;
  private final Thread exitHook = new Thread(this::kill, "retrain-model-exit");
  private final HttpClient http;
  private volatile boolean healthy;

  private ModelProcess(ServingCommand command, Process process, URI address, Path output) {
    this.command = command;
    this.process = process;
    this.address = address;
    this.output = output;
    this.http = HttpClient.newBuilder().connectTimeout(command.answerWithin()).build();
  }

  static ModelProcess start(ServingCommand command, ModelVersion version) throws Exception {
    int port = freePort();
    Path output = Files.createTempFile("retrain-model-", ".log");
    Optional.ofNullable(output.toAbsolutePath().getParent()).ifPresent(Abandoned::sweep);
    ProcessBuilder builder = new ProcessBuilder(Guardian.of(words(command, version, port)));
    builder.environment().putAll(command.environment());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    URI address =
        URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
    ModelProcess model = new ModelProcess(command, builder.start(), address, output);
    Runtime.getRuntime().addShutdownHook(model.exitHook);
    try {
      Abandoned.note(output, model.process.toHandle());
      model.awaitHealthy();
    } catch (Exception e) {
      model.close();
      throw e;
    }
    model.watch();
    return model;
  }

  private static List<String> words(ServingCommand command, ModelVersion version, int port) {
    URI artifact = version.artifact();
    String folder =
        "file".equals(artifact.getScheme()) ? Path.of(artifact).toString() : artifact.toString();
    List<String> words = new ArrayList<>(command.words());
    words.addAll(List.of("--model", folder, "--port", Integer.toString(port)));
    return words;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitHealthy() throws IOException, InterruptedException {
    long end = System.nanoTime() + command.startWithin().toNanos();
    while (!isAnswering()) {
      if (!process.isAlive()) {
        throw new PermanentFailure(
            "the model server ended with "
                + process.exitValue()
                + " before it was healthy: "
                + tail());
      }
      if (System.nanoTime() - end > 0) {
        throw new PermanentFailure(
            "the model server was not healthy within " + command.startWithin() + ": " + tail());
      }
      process.waitFor(FIRST_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
    }
    healthy = true;
  }

  private String tail() throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(output), StandardCharsets.UTF_8).lines().toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  private void watch() {
    Thread watcher = new Thread(this::check, "retrain-model-" + address.getPort());
    watcher.setDaemon(true);
    watcher.start();
  }

  private void check() {
    try {
      // Waiting for its end is the pause between two checks: a death is seen at once.
      while (!process.waitFor(command.checkEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        healthy = isAnswering();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    healthy = false;
  }

  private boolean isAnswering() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(command.healthPath()))
            .timeout(command.answerWithin())
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public double score(Map<String, Object> features) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(command.predictPath()))
            .timeout(command.answerWithin())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(RequestJson.bytes(features)))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("the model server answered " + answer.statusCode());
    }
    if (RequestJson.object(answer.body()).get("score") instanceof Number score) {
      return score.doubleValue();
    }
    throw new IOException("the model server's answer has no number 'score'");
  }

  @Override
  public boolean isHealthy() {
    return healthy;
  }

  @Override
  public void close() {
    healthy = false;
    kill();
    try {
      process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      Runtime.getRuntime().removeShutdownHook(exitHook);
      Files.deleteIfExists(output);
      Abandoned.forget(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | IllegalStateException e) {
      // The log file is temporary, and a JVM that shuts down runs the hook itself.
      EndpointLog.leftBehind(output, e);
    }
  }

  private void kill() {
    // Children first: once the parent is gone they cannot be found.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
