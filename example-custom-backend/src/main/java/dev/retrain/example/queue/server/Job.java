package dev.retrain.example.queue.server;

import dev.retrain.api.document.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** A job of the queue: its tasks are executed one after the other, each after what it needs. */
final class Job {

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String id;
  private final Node.Mapping definition;
  private final Path folder;
  private final long number = NUMBERS.incrementAndGet();
  private final Instant created = Clock.systemUTC().instant();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private String state = "queued";
  private volatile boolean cancelled;

  Job(String id, Node.Mapping definition, Path root, Map<String, Worker> workers) {
    this.id = id;
    this.definition = definition;
    this.folder = root.resolve(name()).resolve(id);
    for (Node task : ((Node.Sequence) definition.get("tasks").orElseThrow()).items()) {
      Task made = new Task((Node.Mapping) task, definition, folder, workers);
      tasks.put(made.name(), made);
    }
  }

  String id() {
    return id;
  }

  String name() {
    return Task.text(definition, "name");
  }

  long number() {
    return number;
  }

  boolean hasLabel(String name, String value) {
    return Task.mapping(definition, "labels").get(name) instanceof Node.Text text
        && text.value().equals(value);
  }

  /** Executes all tasks; they are listed in an order in which each comes after what it needs. */
  void work() {
    state("running");
    for (Task task : tasks.values()) {
      if (isCancelled()) {
        break;
      }
      if (!done(task)) {
        break;
      }
    }
    boolean all = tasks.values().stream().allMatch(Task::isDone);
    state(all ? "done" : isCancelled() ? "cancelled" : "failed");
  }

  private boolean done(Task task) {
    try {
      Files.createDirectories(folder);
      return task.execute(this::isCancelled);
    } catch (IOException e) {
      task.failed("the task could not be started: " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void state(String word) {
    state = word;
  }

  private boolean isCancelled() {
    return cancelled;
  }

  synchronized void cancel() {
    cancelled = true;
    tasks.values().forEach(Task::kill);
  }

  synchronized Node.Mapping document() {
    boolean over = !state.equals("queued") && !state.equals("running");
    Map<String, Node> all = new TreeMap<>(definition.entries());
    all.put("id", Node.of(id));
    all.put("state", Node.of(state));
    all.put("created", Node.of(created.toString()));
    all.put("tasks", Node.of(tasks.values().stream().map(task -> task.document(over)).toList()));
    return Node.of(all);
  }
}
