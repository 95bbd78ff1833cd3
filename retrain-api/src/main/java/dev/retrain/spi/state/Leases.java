package dev.retrain.spi.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Exclusive locks that expire, shared by all nodes. Thread-safe.
 *
 * <p>A lease that is not renewed expires, so that another node takes over the work of one that has
 * failed.
 */
public interface Leases {

  /**
   * Acquires a lease if it is free.
   *
   * @param name what it is for
   * @param length how long it lasts unless renewed
   * @return empty while another holder has it
   */
  Optional<Lease> acquire(String name, Duration length);

  /** Returns leases within this process that expire by a clock. */
  static Leases inProcess(Clock clock) {
    return new InProcessLeases(clock);
  }

  /** A lease that was acquired. */
  interface Lease extends AutoCloseable {

    /** Returns what the lease protects. */
    String name();

    /**
     * Returns a number that grows with each holder: a writer with a smaller one has lost the lease.
     */
    long fencingToken();

    /** Returns the time at which the lease expires unless renewed. */
    Instant expires();

    /**
     * Extends the lease.
     *
     * @return false when it was lost meanwhile
     */
    boolean renew(Duration length);

    /** Releases the lease; does nothing when it was lost. */
    @Override
    void close();
  }
}
