package dev.retrain.spi.backend;

import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a run stands. */
public sealed interface RunStatus {

  /** Accepted, not begun. */
  record Pending() implements RunStatus {
    @Override
    public String word() {
      return "pending";
    }
  }

  /** Begun, not ended. */
  record Running() implements RunStatus {
    @Override
    public String word() {
      return "running";
    }
  }

  /** Ended well; where there is a gate, it passed. */
  record Succeeded(RunOutputs outputs) implements RunStatus {
    @Override
    public boolean terminal() {
      return true;
    }

    @Override
    public String word() {
      return "succeeded";
    }
  }

  /**
   * All steps ended well and the gate said no.
   *
   * @param metrics what was judged
   */
  record Rejected(Map<String, Double> metrics, String why) implements RunStatus {
    /** Copies the metrics. */
    public Rejected {
      metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    @Override
    public boolean terminal() {
      return true;
    }

    @Override
    public String word() {
      return "rejected";
    }
  }

  /**
   * A step failed.
   *
   * @param step its name; empty when it is not known
   * @param why in one sentence, with the exit code where there is one
   * @param logTail the last lines of its output, at most 20
   * @param links where to look further
   */
  record Failed(Optional<String> step, String why, List<String> logTail, List<URI> links)
      implements RunStatus {
    /** Copies the lists. */
    public Failed {
      logTail = List.copyOf(logTail);
      links = List.copyOf(links);
    }

    @Override
    public boolean terminal() {
      return true;
    }

    @Override
    public String word() {
      return "failed";
    }
  }

  /** Cancelled by somebody. */
  record Cancelled() implements RunStatus {
    @Override
    public boolean terminal() {
      return true;
    }

    @Override
    public String word() {
      return "cancelled";
    }
  }

  /** The backend no longer knows it, or what ran it is gone. */
  record Lost(String why) implements RunStatus {
    @Override
    public boolean terminal() {
      return true;
    }

    @Override
    public String word() {
      return "lost";
    }
  }

  /** A state this version does not know; not an end. */
  record Unknown(String nativeState) implements RunStatus {
    @Override
    public String word() {
      return "unknown";
    }
  }

  /** Whether it will not change any more. */
  default boolean terminal() {
    return false;
  }

  /** The state in lower case. */
  String word();

  /**
   * What a run left.
   *
   * @param artifacts name to where its folder lies
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
