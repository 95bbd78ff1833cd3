package dev.retrain.testkit.kfp;

import dev.retrain.testkit.loopback.LoopbackExecutor;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs definitions on this machine as Kubeflow and Vertex AI do. What a service adds for fault
 * tolerance is not imitated: the pause between attempts is left out, markers in the result of a
 * replacement stay, and artifacts are handed over in place, not copied. Results for {@code
 * enableCache} are kept as long as the interpreter. Thread-safe.
 */
public final class IrInterpreter {

  private final LoopbackExecutor executor;
  private final Clock clock;
  private final Map<String, Map<String, String>> secrets;
  private final Map<String, Outputs> cache = new ConcurrentHashMap<>();

  /**
   * Creates an interpreter.
   *
   * @param executor runs the containers
   * @param clock of the times that tasks show
   * @param secrets the secrets of the cluster: their entries, by name
   */
  public IrInterpreter(
      LoopbackExecutor executor, Clock clock, Map<String, Map<String, String>> secrets) {
    this.executor = executor;
    this.clock = clock;
    this.secrets = new TreeMap<>(secrets);
  }

  /** Starts a run and returns at once. */
  public IrRun start(IrRequest request) {
    IrRun run = new IrRun(this, request);
    run.begin();
    return run;
  }

  LoopbackExecutor executor() {
    return executor;
  }

  Clock clock() {
    return clock;
  }

  Optional<String> secret(Deployed.Secret secret) {
    return Optional.ofNullable(secrets.get(secret.name()))
        .map(entries -> entries.get(secret.key()));
  }

  Optional<Outputs> remembered(String fingerprint) {
    return Optional.ofNullable(cache.get(fingerprint));
  }

  void remember(String fingerprint, Outputs outputs) {
    cache.put(fingerprint, outputs);
  }
}
