package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Executes pipeline definitions and keeps what outlives an execution: the model packages they
 * register, and the results that cached steps may take. Thread-safe.
 */
final class LoopbackSageMaker {

  private final LoopbackExecutor executor;
  private final List<Node> packages = new CopyOnWriteArrayList<>();
  private final Map<String, StepRecord> cache = new ConcurrentHashMap<>();

  LoopbackSageMaker(LoopbackExecutor executor) {
    this.executor = executor;
  }

  /** Returns an execution that has not begun. */
  Execution execution(String id, Node definition, Map<String, Node> parameters) {
    return new Execution(this, id, definition, parameters);
  }

  LoopbackExecutor executor() {
    return executor;
  }

  /** Returns the requests by which model packages were created, oldest first. */
  List<Node> packages() {
    return List.copyOf(packages);
  }

  void register(Node request) {
    packages.add(request);
  }

  Optional<StepRecord> cached(String type, Node key) {
    return Optional.ofNullable(cache.get(type + Documents.canonicalJson(key)));
  }

  void keep(String type, Node key, StepRecord record) {
    cache.put(type + Documents.canonicalJson(key), record);
  }
}
