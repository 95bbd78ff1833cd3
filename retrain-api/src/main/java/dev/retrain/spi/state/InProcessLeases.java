package dev.retrain.spi.state;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Leases within one process. Thread-safe. */
final class InProcessLeases implements Leases {

  private final Clock clock;
  private final Map<String, InProcessLease> current = new HashMap<>();
  private long lastToken;

  InProcessLeases(Clock clock) {
    this.clock = requireNonNull(clock);
  }

  @Override
  public synchronized Optional<Lease> acquire(String name, Duration length) {
    Instant now = clock.instant();
    InProcessLease held = current.get(name);
    if (held != null && now.isBefore(held.expires)) {
      return Optional.empty();
    }
    InProcessLease granted = new InProcessLease(name, ++lastToken, now.plus(length));
    current.put(name, granted);
    return Optional.of(granted);
  }

  private final class InProcessLease implements Lease {
    private final String name;
    private final long token;
    private volatile Instant expires;

    InProcessLease(String name, long token, Instant expires) {
      this.name = name;
      this.token = token;
      this.expires = expires;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long fencingToken() {
      return token;
    }

    @Override
    public Instant expires() {
      return expires;
    }

    @Override
    public boolean renew(Duration length) {
      synchronized (InProcessLeases.this) {
        boolean mine = current.get(name) == this;
        if (mine) {
          expires = clock.instant().plus(length);
        }
        return mine;
      }
    }

    @Override
    public void close() {
      synchronized (InProcessLeases.this) {
        current.remove(name, this);
      }
    }
  }
}
