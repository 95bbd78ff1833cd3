package dev.retrain.example.queue.server;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.io.IOException;
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
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A task of a job: one child process. */
final class Task {

  private static final int TAIL = 20;
  private static final long NO_LIMIT = TimeUnit.DAYS.toMillis(1);

  private final Node.Mapping asked;
  private final Node.Mapping job;
  private final Path jobFolder;
  private final Map<String, List<String>> images;
  private String state = "queued";
  private String message = "";
  private List<String> tail = List.of();
  private @Nullable Instant began;
  private @Nullable Instant ended;
  private @Nullable Process process;

  Task(Node.Mapping asked, Node.Mapping job, Path folder, Map<String, List<String>> images) {
    this.asked = asked;
    this.job = job;
    this.jobFolder = folder;
    this.images = images;
  }

  String name() {
    return text(asked, "name");
  }

  private Path folder() {
    return jobFolder.resolve(name());
  }

  /** Whether the process ended well. */
  boolean execute(BooleanSupplier cancelled) throws IOException, InterruptedException {
    Path log = Files.createDirectories(folder()).resolve("log.txt");
    for (Node output : items(asked, "outputs")) {
      Files.createDirectories(folder().resolve(value(output)));
    }
    ProcessBuilder builder = new ProcessBuilder(words());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    mapping(asked, "environment")
        .forEach((name, value) -> builder.environment().put(name, value(value)));
    Process child = started(builder, cancelled);
    long limit =
        asked.get("limitMillis").map(n -> ((Node.Num) n).value().longValue()).orElse(NO_LIMIT);
    boolean inTime = child.waitFor(limit, TimeUnit.MILLISECONDS);
    if (!inTime) {
      child.destroyForcibly().waitFor();
    }
    List<String> lines = Files.readAllLines(log);
    ended(
        inTime ? child.exitValue() : -1,
        inTime ? "exit code " + child.exitValue() : "took longer than " + limit + " ms",
        lines.subList(Math.max(0, lines.size() - TAIL), lines.size()),
        cancelled.getAsBoolean());
    return isDone();
  }

  private synchronized Process started(ProcessBuilder builder, BooleanSupplier cancelled)
      throws IOException {
    Process child = builder.start();
    if (cancelled.getAsBoolean()) {
      child.destroyForcibly();
    }
    process = child;
    state = "running";
    began = Clock.systemUTC().instant();
    return child;
  }

  private synchronized void ended(int code, String why, List<String> last, boolean cancelled) {
    state = code == 0 ? "done" : cancelled ? "cancelled" : "failed";
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
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private List<String> words() throws IOException {
    String image = text(asked, "image");
    List<String> words = new ArrayList<>();
    List<String> known = images.get(image);
    if (known == null) {
      throw new IOException("no worker has the image " + image);
    }
    words.addAll(known);
    for (Node word : items(asked, "command")) {
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
        Documents.json(asked.get("hyperparameters").orElseThrow()));
  }

  /** What is seen of it; what never began is skipped once the job is over. */
  synchronized Node document(boolean over) {
    Map<String, Node> all = new TreeMap<>();
    all.put("name", Node.of(name()));
    all.put("state", Node.of(over && state.equals("queued") ? "skipped" : state));
    all.put("message", Node.of(message));
    all.put("tail", Node.of(tail.stream().map(Node::of).toList()));
    if (began != null) {
      all.put("began", Node.of(began.toString()));
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

  private static Map<String, Node> mapping(Node.Mapping node, String key) {
    return ((Node.Mapping) node.get(key).orElseThrow()).entries();
  }

  private static List<Node> items(Node.Mapping node, String key) {
    return ((Node.Sequence) node.get(key).orElseThrow()).items();
  }
}
