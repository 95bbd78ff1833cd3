package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything a phase decides from.
 *
 * @param now when it was seen
 * @param policy what is carried on
 * @param deadlines how long phases may last
 * @param memory what happened before
 * @param requests what was asked and not answered yet, oldest first
 * @param observation what the outside shows
 */
public record PhaseInput(
    Instant now,
    LoopPolicy policy,
    Deadlines deadlines,
    LoopMemory memory,
    List<RetrainingRequest> requests,
    Observation observation) {
  /** Copies the list. */
  public PhaseInput {
    requireNonNull(now);
    requireNonNull(policy);
    requireNonNull(deadlines);
    requireNonNull(memory);
    requests = List.copyOf(requests);
    requireNonNull(observation);
  }

  /** Returns a copy with another observation. */
  public PhaseInput with(Observation other) {
    return new PhaseInput(now, policy, deadlines, memory, requests, other);
  }

  /** Returns a copy with another memory. */
  public PhaseInput with(LoopMemory other) {
    return new PhaseInput(now, policy, deadlines, other, requests, observation);
  }

  PhaseInput withRequests(List<RetrainingRequest> others) {
    return new PhaseInput(now, policy, deadlines, memory, others, observation);
  }

  Optional<RetrainingRequest> request(RetrainingRequest.Verb verb) {
    return requests.stream().filter(request -> request.verb() == verb).findFirst();
  }

  boolean late(Phase phase, Duration allowed) {
    return now.isAfter(phase.since().plus(allowed));
  }

  /** Returns the time, never before the phase began or something was decided: clocks differ. */
  Instant notBefore(Instant since) {
    Instant earliest = since.isBefore(memory.latest()) ? memory.latest() : since;
    return now.isBefore(earliest) ? earliest : now;
  }
}
