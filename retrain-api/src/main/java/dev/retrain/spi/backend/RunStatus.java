package dev.retrain.spi.backend;

import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The status of a run. */
public sealed interface RunStatus {

  /** Submitted and accepted; the service does not show it yet. */
  record Accepted() implements RunStatus {
    @Override
    public boolean terminal() {
      return false;
    }

    @Override
    public String word() {
      return "accepted";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.accepted(this);
    }
  }

  /** Shown by the service, not started. */
  record Pending() implements RunStatus {
    @Override
    public boolean terminal() {
      return false;
    }

    @Override
    public String word() {
      return "pending";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pending(this);
    }
  }

  /** Started, not ended. */
  record Running() implements RunStatus {
    @Override
    public boolean terminal() {
      return false;
    }

    @Override
    public String word() {
      return "running";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.running(this);
    }
  }

  /** Succeeded; where there is a gate, it passed. */
  record Succeeded(RunOutputs outputs) implements RunStatus {
    @Override
    public String word() {
      return "succeeded";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.succeeded(this);
    }
  }

  /**
   * All steps succeeded and the gate rejected the model.
   *
   * @param metrics what was judged
   */
  record Rejected(Map<String, Double> metrics, String why) implements RunStatus {
    /** Copies the metrics. */
    public Rejected {
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    @Override
    public String word() {
      return "rejected";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rejected(this);
    }
  }

  /**
   * All steps succeeded and the gate could not decide, because a metric it reads is missing.
   * Nothing is registered.
   *
   * @param metrics what was judged
   * @param why which metrics are missing
   */
  record Undecided(Map<String, Double> metrics, String why) implements RunStatus {
    /** Copies the metrics. */
    public Undecided {
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    @Override
    public String word() {
      return "undecided";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.undecided(this);
    }
  }

  /**
   * A step failed.
   *
   * @param step its name; empty when it is not known
   * @param why in one sentence, with the exit code where there is one
   * @param logTail the last lines of its output, at most 20
   * @param links pages with more detail
   */
  record Failed(Optional<String> step, String why, List<String> logTail, List<URI> links)
      implements RunStatus {
    /** Copies the lists. */
    public Failed {
      logTail = List.copyOf(logTail);
      links = List.copyOf(links);
    }

    @Override
    public String word() {
      return "failed";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.failed(this);
    }
  }

  /** Cancelled on request. */
  record Cancelled() implements RunStatus {
    @Override
    public String word() {
      return "cancelled";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.cancelled(this);
    }
  }

  /** The backend no longer knows it, or the process that ran it is gone. */
  record Lost(String why) implements RunStatus {
    @Override
    public String word() {
      return "lost";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.lost(this);
    }
  }

  /** A state this version does not know; not final. */
  record Unknown(String nativeState) implements RunStatus {
    @Override
    public boolean terminal() {
      return false;
    }

    @Override
    public String word() {
      return "unknown";
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unknown(this);
    }
  }

  /**
   * Returns the status of a run whose gate did not pass: {@link Rejected} or {@link Undecided}.
   *
   * @throws IllegalArgumentException if it passed
   */
  static RunStatus notPassed(GateResult result) {
    if (result.passed()) {
      throw new IllegalArgumentException("the gate passed: " + result.why());
    }
    return result.outcome() == GateResult.Outcome.REJECTED
        ? new Rejected(result.metrics(), result.why())
        : new Undecided(result.metrics(), result.why());
  }

  /** Returns whether the status is final. */
  default boolean terminal() {
    return true;
  }

  /** Returns the status as one lower-case word. */
  String word();

  /** Calls the visitor's method for this status. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method per status.
   *
   * @param <R> the result
   */
  interface Visitor<R> {
    /** Handles a run that the service does not show yet. */
    R accepted(Accepted accepted);

    /** Handles a run that has not started. */
    R pending(Pending pending);

    /** Handles a run that has started. */
    R running(Running running);

    /** Handles a run that succeeded. */
    R succeeded(Succeeded succeeded);

    /** Handles a run that its gate rejected. */
    R rejected(Rejected rejected);

    /** Handles a run that its gate could not decide. */
    R undecided(Undecided undecided);

    /** Handles a run that failed. */
    R failed(Failed failed);

    /** Handles a run that was cancelled. */
    R cancelled(Cancelled cancelled);

    /** Handles a run that the backend does not know any more. */
    R lost(Lost lost);

    /** Handles a run that is in a state unknown to this version. */
    R unknown(Unknown unknown);
  }

  /**
   * The outputs of a run.
   *
   * @param artifacts name to the address of its folder
   * @param metrics of the gate, or all metrics written, by {@code artifact.metric}, without one
   * @param registered the version the gate registered
   */
  record RunOutputs(
      Map<String, URI> artifacts, Map<String, Double> metrics, Optional<ModelVersion> registered) {
    /** Copies the maps. */
    public RunOutputs {
      artifacts = Collections.unmodifiableMap(new TreeMap<>(artifacts));
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
  }
}
