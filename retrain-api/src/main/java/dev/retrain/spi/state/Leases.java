package dev.retrain.spi.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Exclusive rights for a limited time, shared by all nodes. Thread-safe.
 *
 * <p>A lease that is not renewed ends by itself, so that a dead node's work is taken over.
 */
public interface Leases {

  /**
   * Takes a lease if nobody holds it.
   *
   * @param name what it is for
   * @param length how long it lasts unless renewed
   * @return empty while another holder has it
   */
  Optional<Lease> acquire(String name, Duration length);

  /** Leases within this process, that end by a clock. */
  static Leases inProcess(Clock clock) {
    return new InProcessLeases(clock);
  }

  /** A right held. */
  interface Lease extends AutoCloseable {

    /** What it is for. */
    String name();

    /** Grows with each holder: a writer with a smaller one has lost its right. */
    long fencingToken();

    /** When it ends unless renewed. */
    Instant expires();

    /**
     * Makes it last longer.
     *
     * @return false when it was lost meanwhile
     */
    boolean renew(Duration length);

    /** Gives it back; does nothing when it was lost. */
    @Override
    void close();
  }
}
