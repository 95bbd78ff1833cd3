package dev.retrain.backend.local.endpoint;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.backend.local.process.ChildEnvironment;
import dev.retrain.backend.local.process.PrivateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One version served by a child process. */
final class ModelProcess implements ServedModel {

  private static final Duration FIRST_CHECKS = Duration.ofMillis(50);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  private final ServingCommand command;
  private final Process process;
  private final URI address;
  private final Path logFile;
  private final ModelLog log;
  private final ModelClient client;
  private final Thread exitHook = new Thread(this::end, "retrain-model-exit");
  private volatile boolean healthy;

  private ModelProcess(ServingCommand command, Process process, URI address, Path logFile) {
    this.command = command;
    this.process = process;
    this.address = address;
    this.logFile = logFile;
    this.log = ModelLog.of(logFile, process.getInputStream());
    this.client = new ModelClient(command.answerWithin());
  }

  static ModelProcess start(ServingCommand command, ModelVersion version) throws Exception {
    int port = freePort();
    Path folder = PrivateFolder.ofThisUser();
    Abandoned.sweep(folder);
    Path logFile = Files.createTempFile(folder, "retrain-model-", ".log");
    ProcessBuilder builder = new ProcessBuilder(Guardian.of(words(command, version, port)));
    ChildEnvironment.of(System.getenv(), List.of()).with(command.environment()).giveTo(builder);
    builder.redirectErrorStream(true);
    URI address =
        URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
    ModelProcess model = new ModelProcess(command, builder.start(), address, logFile);
    Runtime.getRuntime().addShutdownHook(model.exitHook);
    try {
      Abandoned.note(logFile, model.process.toHandle());
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
                + log.tail());
      }
      if (System.nanoTime() - end > 0) {
        throw new PermanentFailure(
            "the model server was not healthy within " + command.startWithin() + ": " + log.tail());
      }
      process.waitFor(FIRST_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
    }
    healthy = true;
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
    return client.isAnswered(address.resolve(command.healthPath()));
  }

  @Override
  public double score(Map<String, Object> features) throws Exception {
    if (log.isFlooding()) {
      throw new IOException("the model server prints more than a log is for");
    }
    HttpResponse<byte[]> answer =
        client.post(address.resolve(command.predictPath()), RequestJson.bytes(features));
    if (answer.statusCode() != 200) {
      throw new IOException("the model server answered " + answer.statusCode());
    }
    if (object(answer.body()).get("score") instanceof Number score) {
      return score.doubleValue();
    }
    throw new IOException("the model server's answer has no number 'score'");
  }

  private static Map<String, Object> object(byte[] body) throws IOException {
    try {
      return RequestJson.object(body);
    } catch (BadRequest e) {
      throw new IOException("the model server's answer is no JSON object: " + e.getMessage());
    }
  }

  @Override
  public boolean isHealthy() {
    return healthy && !log.isFlooding();
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      return; // a JVM that shuts down runs the hook itself
    }
  }

  private synchronized void end() {
    healthy = false;
    kill();
    try {
      process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      log.close();
      Abandoned.forget(logFile);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      EndpointLog.leftBehind(logFile, e);
    }
  }

  private void kill() {
    // Children first: once the parent is gone they cannot be found.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
