package dev.retrain.runtime.phase;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Guards;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSummary;
import java.time.Duration;
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
 * @param latest when something was decided last
 * @param starts when runs began, oldest first
 * @param streaks what happened in a row since the last promotion or resumption
 * @param champion the version promoted last, and when
 * @param consumed rule to the firing it acted on last
 * @param memory rule to what its trigger noted
 * @param held a hash of the reason nothing is done, so that it is logged once
 * @param data the version of the data the last run was given
 * @param settled ids of requests and runs, and keys of runs, that were dealt with, oldest first
 */
public record LoopMemory(
    Instant born,
    Instant latest,
    List<Instant> starts,
    Streaks streaks,
    Optional<LiveVersion> champion,
    Map<String, String> consumed,
    Map<String, String> memory,
    String held,
    String data,
    List<String> settled) {

  /**
   * A version that became the champion.
   *
   * @param version which
   * @param since when
   */
  public record LiveVersion(String version, Instant since) {}

  /**
   * What happened in a row.
   *
   * @param rejections challengers refused or sent back since the last promotion or resumption
   * @param failures runs failed
   * @param undecided challengers the evaluator could not judge since the last it could
   */
  public record Streaks(int rejections, int failures, int undecided) {
    static final Streaks NONE = new Streaks(0, 0, 0);

    private Streaks rejected() {
      return new Streaks(rejections + 1, failures, 0);
    }

    private Streaks failed() {
      return new Streaks(rejections, failures + 1, undecided);
    }

    private Streaks succeeded() {
      return new Streaks(rejections, 0, undecided);
    }

    private Streaks leftOpen() {
      return new Streaks(rejections, failures, undecided + 1);
    }
  }

  private static final int KEPT = 512;
  private static final Duration DAY = Duration.ofDays(1);
  private static final String RUN_OF = " is ";

  /** Copies the collections. */
  public LoopMemory {
    starts = List.copyOf(starts);
    consumed = Collections.unmodifiableMap(new TreeMap<>(consumed));
    memory = Collections.unmodifiableMap(new TreeMap<>(memory));
    settled = List.copyOf(settled);
  }

  /** Nothing happened yet. */
  public static LoopMemory begin(Instant born) {
    return new LoopMemory(
        born,
        born,
        List.of(),
        Streaks.NONE,
        Optional.empty(),
        Map.of(),
        Map.of(),
        "",
        "",
        List.of());
  }

  /** Challengers refused or sent back since the last promotion or resumption. */
  public int rejections() {
    return streaks.rejections();
  }

  /** What is remembered once something was decided. */
  LoopMemory after(Decision decision) {
    LoopMemory next =
        switch (decision.kind()) {
          case RETRAIN, ADOPTED -> started(decision.at()).holding("");
          case REJECTED, ROLLED_BACK -> counting(streaks.rejected());
          case UNDECIDED -> counting(streaks.leftOpen());
          case RUN_FAILED -> counting(streaks.failed());
          case RUN_SUCCEEDED -> counting(streaks.succeeded());
          case RESUMED -> counting(Streaks.NONE).holding("");
          case PROMOTED -> counting(Streaks.NONE).reigning(decision);
          case HOLD,
              REFUSED,
              DUPLICATE,
              DISARMED,
              SUBMITTED,
              APPROVAL_ASKED,
              ROLLOUT_STARTED,
              STAGE,
              HALTED ->
              this;
        };
    return next.upTo(decision.at());
  }

  private LoopMemory reigning(Decision decision) {
    return reigning(decision.version().map(version -> new LiveVersion(version, decision.at())));
  }

  /** With a version live that was promoted elsewhere or restored. */
  LoopMemory reigning(Optional<LiveVersion> reign) {
    return new LoopMemory(
        born, latest, starts, streaks, reign, consumed, memory, held, data, settled);
  }

  /** With a time before which nothing is decided any more: clocks of two nodes differ. */
  private LoopMemory upTo(Instant at) {
    return new LoopMemory(
        born, at, starts, streaks, champion, consumed, memory, held, data, settled);
  }

  private LoopMemory started(Instant at) {
    return starting(last(starts, at));
  }

  private LoopMemory starting(List<Instant> times) {
    return new LoopMemory(
        born, latest, times, streaks, champion, consumed, memory, held, data, settled);
  }

  /** Returns the memory without counts of consecutive rejections and failures. */
  public LoopMemory withoutStreaks() {
    return counting(Streaks.NONE);
  }

  private LoopMemory counting(Streaks now) {
    return new LoopMemory(
        born, latest, starts, now, champion, consumed, memory, held, data, settled);
  }

  LoopMemory holding(String hash) {
    return new LoopMemory(
        born, latest, starts, streaks, champion, consumed, memory, hash, data, settled);
  }

  LoopMemory consuming(Map<String, String> firings) {
    Map<String, String> all = new TreeMap<>(consumed);
    all.putAll(firings);
    return new LoopMemory(
        born, latest, starts, streaks, champion, all, memory, held, data, settled);
  }

  LoopMemory remembering(List<TriggerResult> results) {
    Map<String, String> all = new TreeMap<>(memory);
    results.forEach(result -> result.memory().ifPresent(text -> all.put(result.rule(), text)));
    return all.equals(memory)
        ? this
        : new LoopMemory(
            born, latest, starts, streaks, champion, consumed, all, held, data, settled);
  }

  /** With a run given data of a version. */
  LoopMemory training(String dataVersion) {
    return new LoopMemory(
        born, latest, starts, streaks, champion, consumed, memory, held, dataVersion, settled);
  }

  LoopMemory settling(String id) {
    return isSettled(id)
        ? this
        : new LoopMemory(
            born,
            latest,
            starts,
            streaks,
            champion,
            consumed,
            memory,
            held,
            data,
            last(settled, id));
  }

  /** With the run that is judged for a key. */
  LoopMemory settling(RunKey key, String nativeId) {
    return settling(nativeId).settling(key.value() + RUN_OF + nativeId);
  }

  /** The backend's name of the run that is, or was, judged for a key. */
  public Optional<String> runOf(RunKey key) {
    String prefix = key.value() + RUN_OF;
    return settled.stream()
        .filter(id -> id.startsWith(prefix))
        .map(id -> id.substring(prefix.length()))
        .findFirst();
  }

  /** Whether another run is the one that is judged for this one's key. */
  public boolean isSecond(RunSummary run) {
    return run.key().flatMap(this::runOf).filter(one -> !one.equals(run.nativeId())).isPresent();
  }

  /** Without the starts no guard can count any more. */
  LoopMemory trimmed(Guards guards, Instant now) {
    Instant guarded = now.minus(GuardCheck.memory(guards));
    Instant yesterday = now.minus(DAY); // runs of a day are numbered
    Instant oldest = guarded.isBefore(yesterday) ? guarded : yesterday;
    List<Instant> kept = starts.stream().filter(start -> !start.isBefore(oldest)).toList();
    if (kept.isEmpty() && !starts.isEmpty()) {
      kept = starts.subList(starts.size() - 1, starts.size());
    }
    return kept.size() == starts.size() ? this : starting(kept);
  }

  /** Whether a request, run or key was dealt with. */
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
