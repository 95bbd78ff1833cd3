package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Retraining;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a phase decides from.
 *
 * @param now when it was seen
 * @param retraining the policy
 * @param deadlines how long phases may last
 * @param ledger what happened before
 * @param requests what was asked and not answered yet, oldest first
 * @param sight what the outside shows
 */
public record Observed(
    Instant now,
    Retraining retraining,
    Deadlines deadlines,
    Ledger ledger,
    List<Request> requests,
    Sight sight) {
  /** Copies the list. */
  public Observed {
    requireNonNull(now);
    requireNonNull(retraining);
    requireNonNull(deadlines);
    requireNonNull(ledger);
    requests = List.copyOf(requests);
    requireNonNull(sight);
  }

  /** The same with another sight. */
  public Observed with(Sight other) {
    return new Observed(now, retraining, deadlines, ledger, requests, other);
  }

  /** The same with another ledger. */
  Observed with(Ledger other) {
    return new Observed(now, retraining, deadlines, other, requests, sight);
  }

  Optional<Request> request(Request.Verb verb) {
    return requests.stream().filter(request -> request.verb() == verb).findFirst();
  }

  boolean late(Phase phase, Duration allowed) {
    return now.isAfter(phase.since().plus(allowed));
  }

  /** The time, never before the phase began or something was decided: clocks differ. */
  Instant notBefore(Instant since) {
    Instant earliest = since.isBefore(ledger.latest()) ? ledger.latest() : since;
    return now.isBefore(earliest) ? earliest : now;
  }
}
