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

  private record Term(long token, Instant expires) {}

  private final Clock clock;
  private final Map<String, Term> terms = new HashMap<>();
  private long lastToken;

  InProcessLeases(Clock clock) {
    this.clock = requireNonNull(clock);
  }

  @Override
  public synchronized Optional<Lease> acquire(String name, Duration length) {
    Instant now = clock.instant();
    Term current = terms.get(name);
    if (current != null && now.isBefore(current.expires())) {
      return Optional.empty();
    }
    Term granted = new Term(++lastToken, now.plus(length));
    terms.put(name, granted);
    return Optional.of(new InProcessLease(name, granted));
  }

  private synchronized Optional<Term> extend(String name, long token, Duration length) {
    Term current = terms.get(name);
    if (current == null || current.token() != token) {
      return Optional.empty();
    }
    Term longer = new Term(token, clock.instant().plus(length));
    terms.put(name, longer);
    return Optional.of(longer);
  }

  private synchronized void release(String name, long token) {
    Term current = terms.get(name);
    if (current != null && current.token() == token) {
      terms.remove(name);
    }
  }

  private final class InProcessLease implements Lease {
    private final String name;
    private volatile Term term;

    InProcessLease(String name, Term term) {
      this.name = name;
      this.term = term;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long fencingToken() {
      return term.token();
    }

    @Override
    public Instant expires() {
      return term.expires();
    }

    @Override
    public boolean renew(Duration length) {
      Optional<Term> longer = extend(name, term.token(), length);
      longer.ifPresent(extended -> term = extended);
      return longer.isPresent();
    }

    @Override
    public void close() {
      release(name, term.token());
    }
  }
}
