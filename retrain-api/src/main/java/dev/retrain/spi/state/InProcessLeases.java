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

  private record Holding(long token, Instant expires) {}

  private final Clock clock;
  private final Map<String, Holding> holdings = new HashMap<>();
  private long lastToken;

  InProcessLeases(Clock clock) {
    this.clock = requireNonNull(clock);
  }

  @Override
  public synchronized Optional<Lease> acquire(String name, Duration length) {
    Instant now = clock.instant();
    Holding held = holdings.get(name);
    if (held != null && now.isBefore(held.expires())) {
      return Optional.empty();
    }
    Holding mine = new Holding(++lastToken, now.plus(length));
    holdings.put(name, mine);
    return Optional.of(new Held(name, mine));
  }

  private synchronized Optional<Holding> prolong(String name, long token, Duration length) {
    Holding held = holdings.get(name);
    if (held == null || held.token() != token) {
      return Optional.empty();
    }
    Holding longer = new Holding(token, clock.instant().plus(length));
    holdings.put(name, longer);
    return Optional.of(longer);
  }

  private synchronized void release(String name, long token) {
    Holding held = holdings.get(name);
    if (held != null && held.token() == token) {
      holdings.remove(name);
    }
  }

  private final class Held implements Lease {
    private final String name;
    private volatile Holding holding;

    Held(String name, Holding holding) {
      this.name = name;
      this.holding = holding;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long fencingToken() {
      return holding.token();
    }

    @Override
    public Instant expires() {
      return holding.expires();
    }

    @Override
    public boolean renew(Duration length) {
      Optional<Holding> longer = prolong(name, holding.token(), length);
      longer.ifPresent(h -> holding = h);
      return longer.isPresent();
    }

    @Override
    public void close() {
      release(name, holding.token());
    }
  }
}
