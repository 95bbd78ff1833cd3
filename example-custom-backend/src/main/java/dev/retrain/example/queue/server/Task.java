package dev.retrain.example.queue.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A task of a job: one call of a worker. */
final class Task {

  private static final int TAIL = 20;
  private static final long NO_LIMIT = TimeUnit.DAYS.toMillis(1);

  private final Node.Mapping definition;
  private final Node.Mapping job;
  private final Path jobFolder;
  private final Map<String, Worker> workers;
  private String state = "queued";
  private String message = "";
  private List<String> tail = List.of();
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private @Nullable FutureTask<Integer> running;

  Task(Node.Mapping definition, Node.Mapping job, Path folder, Map<String, Worker> workers) {
    this.definition = definition;
    this.job = job;
    this.jobFolder = folder;
    this.workers = workers;
  }

  String name() {
    return text(definition, "name");
  }

  private Path folder() {
    return jobFolder.resolve(name());
  }

  /** Runs the task and returns whether it succeeded. */
  boolean execute(BooleanSupplier cancelled) throws IOException, InterruptedException {
    for (Node output : items(definition, "outputs")) {
      Files.createDirectories(folder().resolve(value(output)));
    }
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    FutureTask<Integer> call = start(new PrintStream(log, true, UTF_8), cancelled);
    long limit =
        definition.get("limitMillis").map(n -> ((Node.Num) n).value().longValue()).orElse(NO_LIMIT);
    int code = -1;
    String why;
    try {
      code = call.get(limit, TimeUnit.MILLISECONDS);
      why = "exit code " + code;
    } catch (TimeoutException e) {
      call.cancel(true);
      why = "took longer than " + limit + " ms";
    } catch (ExecutionException | CancellationException e) {
      why = "ended by " + e;
    }
    List<String> lines = log.toString(UTF_8).lines().toList();
    ended(code, why, lines.subList(Math.max(0, lines.size() - TAIL), lines.size()), cancelled);
    return isDone();
  }

  private synchronized FutureTask<Integer> start(PrintStream log, BooleanSupplier cancelled)
      throws IOException {
    Worker worker = workers.get(text(definition, "image"));
    if (worker == null) {
      throw new IOException("no worker has the image " + text(definition, "image"));
    }
    List<String> words = words();
    Map<String, String> environment = new TreeMap<>();
    mapping(definition, "environment")
        .forEach((name, value) -> environment.put(name, value(value)));
    FutureTask<Integer> call = new FutureTask<>(() -> worker.execute(words, environment, log));
    Thread thread = new Thread(call, "queue-task");
    thread.setDaemon(true);
    running = call;
    state = "running";
    started = Clock.systemUTC().instant();
    if (cancelled.getAsBoolean()) {
      call.cancel(true);
    } else {
      thread.start();
    }
    return call;
  }

  private synchronized void ended(
      int code, String why, List<String> last, BooleanSupplier cancelled) {
    state = code == 0 ? "done" : cancelled.getAsBoolean() ? "cancelled" : "failed";
    message = why;
    tail = List.copyOf(last);
    ended = Clock.systemUTC().instant();
  }

  synchronized void failed(String why) {
    state = "failed";
    message = why;
  }

  synchronized boolean isDone() {
    return state.equals("done");
  }

  synchronized void kill() {
    if (running != null) {
      running.cancel(true);
    }
  }

  private List<String> words() throws IOException {
    List<String> words = new ArrayList<>();
    for (Node word : items(definition, "command")) {
      Map.Entry<String, Node> one = ((Node.Mapping) word).entries().entrySet().iterator().next();
      words.add(word(one.getKey(), value(one.getValue())));
    }
    return words;
  }

  private String word(String kind, String text) throws IOException {
    return switch (kind) {
      case "text" -> text;
      case "in" -> jobFolder.resolve(text).toString();
      case "out" -> folder().resolve(text).toString();
      case "parameter" ->
          value(Optional.ofNullable(mapping(job, "parameters").get(text)).orElseThrow());
      case "champion" -> champion().toString();
      case "hyperparameters" -> hyperparameters().toString();
      default -> throw new IOException("no worker knows words of the kind " + kind);
    };
  }

  private Path champion() throws IOException {
    Optional<Node> given = job.get("champion");
    return given.isPresent()
        ? Path.of(URI.create(value(given.get())))
        : Files.createDirectories(jobFolder.resolve("no-champion"));
  }

  private Path hyperparameters() throws IOException {
    return Files.writeString(
        folder().resolve("hyperparameters.json"),
        Documents.json(definition.get("hyperparameters").orElseThrow()));
  }

  /** Returns the visible state; a task that never started is skipped once the job is over. */
  synchronized Node document(boolean over) {
    Map<String, Node> all = new TreeMap<>();
    all.put("name", Node.of(name()));
    all.put("state", Node.of(over && state.equals("queued") ? "skipped" : state));
    all.put("message", Node.of(message));
    all.put("tail", Node.of(tail.stream().map(Node::of).toList()));
    if (started != null) {
      all.put("began", Node.of(started.toString()));
    }
    if (ended != null) {
      all.put("ended", Node.of(ended.toString()));
    }
    return Node.of(all);
  }

  static String text(Node.Mapping node, String key) {
    return value(node.get(key).orElseThrow());
  }

  private static String value(Node node) {
    return ((Node.Text) node).value();
  }

  static Map<String, Node> mapping(Node.Mapping node, String key) {
    return ((Node.Mapping) node.get(key).orElseThrow()).entries();
  }

  private static List<Node> items(Node.Mapping node, String key) {
    return ((Node.Sequence) node.get(key).orElseThrow()).items();
  }
}
