package dev.retrain.backend.local;

import dev.retrain.backend.local.process.ProcessIdentity;
import java.time.Duration;
import java.util.Optional;

/** One execution of a step. */
interface Attempt {

  /** Returns the process, where it is one. */
  Optional<ProcessIdentity> process();

  /** Lets it start to work; called once, when it has been noted. */
  void begin();

  /**
   * Waits for the end, and stops the execution when the limit is over.
   *
   * @param limit in real time
   */
  AttemptEnd await(Optional<Duration> limit) throws InterruptedException;

  /** Stops it with everything it started; called from another thread than {@code await}. */
  void stop();
}
