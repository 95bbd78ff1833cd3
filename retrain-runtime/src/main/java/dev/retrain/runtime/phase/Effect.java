package dev.retrain.runtime.phase;

import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Optional;

/** What is to be done outside. Each is idempotent: done twice is done once. */
public sealed interface Effect {

  /** Nothing. */
  record None() implements Effect {}

  /** Ask the backend for a run. */
  record Submit(PlannedRun run) implements Effect {}

  /** Ask the backend to end a run. */
  record Cancel(RunHandle run) implements Effect {}

  /** Make a version ready to answer. */
  record Prepare(String version) implements Effect {}

  /** Set the traffic. */
  record Route(TrafficSplit split) implements Effect {}

  /**
   * Make a version the champion, with all traffic.
   *
   * @param champion the version it replaces
   */
  record Promote(String version, Optional<String> champion) implements Effect {}

  /**
   * Give all traffic and the alias back and retire a version.
   *
   * @param version sent back
   * @param champion live again; empty when there was none
   */
  record Restore(String version, Optional<String> champion) implements Effect {}

  /** Nothing. */
  static Effect none() {
    return new None();
  }
}
