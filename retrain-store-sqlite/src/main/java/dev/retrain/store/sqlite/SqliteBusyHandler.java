package dev.retrain.store.sqlite;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/**
 * Waits for SQLite's one write lock. SQLite's own handler polls ten times a second in the end;
 * beside a process that writes without a pause, where the lock is free for a hundredth of the time,
 * that can fail for many seconds. Short waits of random length find a gap soon. Interrupts are left
 * for the caller to see.
 */
final class SqliteBusyHandler extends BusyHandler {

  private static final long SHORTEST_NANOS = MICROSECONDS.toNanos(200);
  private static final long LONGEST_NANOS = MILLISECONDS.toNanos(3);

  private final long patienceNanos;
  private long deadline;

  private SqliteBusyHandler(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  /** Installs the handler on a connection, which then waits for at most a time. */
  static Connection installed(Connection connection, Duration patience) throws SQLException {
    BusyHandler.setHandler(connection, new SqliteBusyHandler(patience));
    return connection;
  }

  @Override
  protected int callback(int attempts) {
    long now = System.nanoTime();
    if (attempts == 0) {
      deadline = now + patienceNanos;
    }
    if (now - deadline >= 0) {
      return 0;
    }
    boolean interrupted = Thread.interrupted(); // parking would return at once
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_NANOS, LONGEST_NANOS));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }
}
