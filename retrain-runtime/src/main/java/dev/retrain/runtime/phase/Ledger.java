package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Guards;
import dev.retrain.api.state.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a retraining remembers from phase to phase: what guards count, and what triggers noted. It
 * follows from the decisions alone, but for the triggers' memory.
 *
 * @param born when the retraining was first seen
 * @param starts when runs began, oldest first
 * @param rejections challengers refused or sent back since the last promotion or resumption
 * @param failures runs failed in a row
 * @param champion the version promoted last, and when
 * @param consumed rule to the firing it acted on last
 * @param memory rule to what its trigger noted
 * @param held a hash of the reason nothing is done, so that it is logged once
 * @param settled ids of requests and foreign runs that were dealt with, oldest first
 */
public record Ledger(
    Instant born,
    List<Instant> starts,
    int rejections,
    int failures,
    Optional<Reign> champion,
    Map<String, String> consumed,
    Map<String, String> memory,
    String held,
    List<String> settled) {

  /**
   * A version that became the champion.
   *
   * @param version which
   * @param since when
   */
  public record Reign(String version, Instant since) {}

  private static final int KEPT = 256;

  /** Copies the collections. */
  public Ledger {
    starts = List.copyOf(starts);
    consumed = Collections.unmodifiableMap(new TreeMap<>(consumed));
    memory = Collections.unmodifiableMap(new TreeMap<>(memory));
    settled = List.copyOf(settled);
  }

  /** Nothing happened yet. */
  public static Ledger begin(Instant born) {
    return new Ledger(born, List.of(), 0, 0, Optional.empty(), Map.of(), Map.of(), "", List.of());
  }

  /** What is remembered once something was decided. */
  Ledger after(Decision decision) {
    return switch (decision.kind()) {
      case RETRAIN, ADOPTED -> started(decision.at()).holding("");
      case REJECTED, ROLLED_BACK -> counting(rejections + 1, failures);
      case RUN_FAILED -> counting(rejections, failures + 1);
      case RUN_SUCCEEDED -> counting(rejections, 0);
      case RESUMED -> counting(0, 0).holding("");
      case PROMOTED -> counting(0, 0).reigning(decision);
      case HOLD, REFUSED, SUBMITTED, APPROVAL_ASKED, ROLLOUT_STARTED, STAGE, HALTED -> this;
    };
  }

  private Ledger reigning(Decision decision) {
    Optional<Reign> reign = decision.version().map(version -> new Reign(version, decision.at()));
    return new Ledger(born, starts, rejections, failures, reign, consumed, memory, held, settled);
  }

  /** With a version live that was promoted elsewhere or restored. */
  Ledger reigning(Optional<Reign> reign) {
    return new Ledger(born, starts, rejections, failures, reign, consumed, memory, held, settled);
  }

  private Ledger started(Instant at) {
    return new Ledger(
        born, last(starts, at), rejections, failures, champion, consumed, memory, held, settled);
  }

  private Ledger counting(int rejected, int failed) {
    return new Ledger(born, starts, rejected, failed, champion, consumed, memory, held, settled);
  }

  Ledger holding(String hash) {
    return new Ledger(
        born, starts, rejections, failures, champion, consumed, memory, hash, settled);
  }

  Ledger consuming(Map<String, String> firings) {
    Map<String, String> all = new TreeMap<>(consumed);
    all.putAll(firings);
    return new Ledger(born, starts, rejections, failures, champion, all, memory, held, settled);
  }

  Ledger remembering(List<Look> looks) {
    Map<String, String> all = new TreeMap<>(memory);
    looks.forEach(look -> look.memory().ifPresent(text -> all.put(look.rule(), text)));
    return all.equals(memory)
        ? this
        : new Ledger(born, starts, rejections, failures, champion, consumed, all, held, settled);
  }

  Ledger settling(String id) {
    return new Ledger(
        born, starts, rejections, failures, champion, consumed, memory, held, last(settled, id));
  }

  /** Without the starts no guard can count any more. */
  Ledger trimmed(Guards guards, Instant now) {
    Instant oldest = now.minus(GuardCheck.memory(guards));
    List<Instant> kept = starts.stream().filter(start -> !start.isBefore(oldest)).toList();
    if (kept.isEmpty() && !starts.isEmpty()) {
      kept = starts.subList(starts.size() - 1, starts.size());
    }
    return kept.size() == starts.size()
        ? this
        : new Ledger(born, kept, rejections, failures, champion, consumed, memory, held, settled);
  }

  /** Whether a request or foreign run was dealt with. */
  public boolean isSettled(String id) {
    return settled.contains(id);
  }

  Optional<Instant> lastStart() {
    return starts.isEmpty() ? Optional.empty() : Optional.of(starts.get(starts.size() - 1));
  }

  private static <T> List<T> last(List<T> items, T more) {
    List<T> all = new ArrayList<>(items);
    all.add(more);
    return all.size() > KEPT ? all.subList(all.size() - KEPT, all.size()) : all;
  }
}
