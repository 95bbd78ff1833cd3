package dev.retrain.backend.local;

import java.time.Duration;
import java.util.Optional;

/** One execution of a step. */
interface Attempt {

  /** The process, where it is one. */
  Optional<ProcessIdentity> process();

  /** Lets it begin to work; called once, when it has been noted. */
  void begin();

  /**
   * Waits for the end, and brings it about when the limit is over.
   *
   * @param limit in real time
   * @return what went wrong, in words that follow the step's name; empty when it ended well
   */
  Optional<String> await(Optional<Duration> limit) throws InterruptedException;

  /** Ends it with everything it started; called from another thread than {@code await}. */
  void stop();
}
