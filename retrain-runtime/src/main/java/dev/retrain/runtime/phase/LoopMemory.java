package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a retraining remembers from phase to phase: what guards count, and what triggers keep. It
 * follows from the decisions alone, except for the triggers' memory. Immutable.
 *
 * @param model whose versions it promotes; empty in a state that an earlier build wrote
 * @param born when the retraining was first seen
 * @param latest when something was decided last
 * @param listedFrom when runs were started that still have to be listed; all earlier ones are dealt
 *     with
 * @param starts when runs were started that a guard may count, oldest first
 * @param streaks what happened in a row since the last promotion or resumption
 * @param champion the version promoted last, and when
 * @param consumed trigger to the firing that was acted on last
 * @param triggerMemory trigger to what it keeps between two checks
 * @param held a hash of the reason nothing is done, so that it is logged once
 * @param data the version of the data the last run was given
 * @param settled ids of requests and runs, and keys of runs, that were dealt with lately, oldest
 *     first; the decision log knows all of them
 */
public record LoopMemory(
    Optional<String> model,
    Instant born,
    Instant latest,
    Instant listedFrom,
    List<Instant> starts,
    Streaks streaks,
    Optional<LiveVersion> champion,
    Map<String, String> consumed,
    Map<String, String> triggerMemory,
    String held,
    String data,
    List<String> settled) {

  /**
   * A version that became the champion.
   *
   * @param version its number
   * @param since when it became the champion
   */
  public record LiveVersion(String version, Instant since) {}

  /**
   * What happened in a row.
   *
   * @param rejections challengers rejected or sent back since the last promotion or resumption
   * @param failures runs that failed
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

  /** A cache: what it no longer holds stands in the decision log. */
  private static final int KEPT = 512;

  private static final Duration DAY = Duration.ofDays(1);
  private static final String RUN_OF = " is ";

  /** Copies the collections. */
  public LoopMemory {
    requireNonNull(model);
    starts = List.copyOf(starts);
    consumed = Collections.unmodifiableMap(new TreeMap<>(consumed));
    triggerMemory = Collections.unmodifiableMap(new TreeMap<>(triggerMemory));
    settled = List.copyOf(settled);
  }

  /** Returns the memory of a retraining that is seen for the first time. */
  public static LoopMemory begin(Instant born) {
    return new LoopMemory(
        Optional.empty(),
        born,
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

  /** A copy under change, so that a change names only what it changes. */
  private static final class Change {
    private Optional<String> model;
    private Instant latest;
    private Instant listedFrom;
    private List<Instant> starts;
    private Streaks streaks;
    private Optional<LiveVersion> champion;
    private Map<String, String> consumed;
    private Map<String, String> triggerMemory;
    private String held;
    private String data;
    private List<String> settled;
    private final Instant born;

    Change(LoopMemory from) {
      model = from.model;
      born = from.born;
      latest = from.latest;
      listedFrom = from.listedFrom;
      starts = from.starts;
      streaks = from.streaks;
      champion = from.champion;
      consumed = from.consumed;
      triggerMemory = from.triggerMemory;
      held = from.held;
      data = from.data;
      settled = from.settled;
    }

    LoopMemory done() {
      return new LoopMemory(
          model,
          born,
          latest,
          listedFrom,
          starts,
          streaks,
          champion,
          consumed,
          triggerMemory,
          held,
          data,
          settled);
    }
  }

  private LoopMemory change(Consumer<Change> edit) {
    Change copy = new Change(this);
    edit.accept(copy);
    return copy.done();
  }

  /** Returns the challengers rejected or sent back since the last promotion or resumption. */
  public int rejections() {
    return streaks.rejections();
  }

  /** Returns the memory after a decision. */
  LoopMemory after(Decision decision) {
    LoopMemory next =
        switch (decision.kind()) {
          case RETRAIN, ADOPTED -> started(decision.at()).holding("");
          case REJECTED -> counting(streaks.rejected());
          case ROLLED_BACK ->
              decision.rule().equals(RollingOut.EDIT) ? this : counting(streaks.rejected());
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
              RUN_RESUMED,
              SCHEDULED,
              ENDED,
              APPROVAL_ASKED,
              ROLLOUT_STARTED,
              STAGE,
              HALTED ->
              this;
        };
    // Nothing is decided before this time any more: the clocks of two nodes differ.
    return next.change(copy -> copy.latest = decision.at());
  }

  private LoopMemory reigning(Decision decision) {
    return reigning(decision.version().map(version -> new LiveVersion(version, decision.at())));
  }

  /** Returns the memory with no time after one: a clock that was wrong left them. */
  LoopMemory notAfter(Instant end) {
    return change(
        copy -> {
          copy.latest = earlier(latest, end);
          copy.listedFrom = earlier(listedFrom, end);
          copy.starts = starts.stream().map(start -> earlier(start, end)).toList();
          copy.champion =
              champion.map(live -> new LiveVersion(live.version(), earlier(live.since(), end)));
        });
  }

  private static Instant earlier(Instant time, Instant end) {
    return time.isAfter(end) ? end : time;
  }

  /** Returns the memory with a version live that was promoted elsewhere or restored. */
  LoopMemory reigning(Optional<LiveVersion> live) {
    return change(copy -> copy.champion = live);
  }

  private LoopMemory started(Instant at) {
    List<Instant> more = new ArrayList<>(starts);
    more.add(at);
    return starting(more);
  }

  private LoopMemory starting(List<Instant> times) {
    return change(copy -> copy.starts = times);
  }

  /** Returns the memory without counts of consecutive rejections and failures. */
  public LoopMemory withoutStreaks() {
    return counting(Streaks.NONE);
  }

  private LoopMemory counting(Streaks now) {
    return change(copy -> copy.streaks = now);
  }

  LoopMemory holding(String hash) {
    return change(copy -> copy.held = hash);
  }

  LoopMemory consuming(Map<String, String> firings) {
    Map<String, String> all = new TreeMap<>(consumed);
    all.putAll(firings);
    return change(copy -> copy.consumed = all);
  }

  /** Returns the memory after a check of all triggers; that of removed triggers is forgotten. */
  LoopMemory remembering(List<TriggerResult> results) {
    Set<String> defined = results.stream().map(TriggerResult::rule).collect(Collectors.toSet());
    Map<String, String> all = new TreeMap<>(triggerMemory);
    all.keySet().retainAll(defined);
    results.forEach(result -> result.memory().ifPresent(text -> all.put(result.rule(), text)));
    Map<String, String> acted = new TreeMap<>(consumed);
    acted.keySet().retainAll(defined);
    return all.equals(triggerMemory) && acted.equals(consumed)
        ? this
        : change(
            copy -> {
              copy.triggerMemory = all;
              copy.consumed = acted;
            });
  }

  /**
   * Returns the memory with what triggers keep under other ids.
   *
   * @param ids id so far to id from now on; what is not among them is forgotten
   */
  public LoopMemory renamingTriggers(Map<String, String> ids) {
    return change(
        copy -> {
          copy.triggerMemory = renamed(triggerMemory, ids);
          copy.consumed = renamed(consumed, ids);
        });
  }

  private static Map<String, String> renamed(Map<String, String> texts, Map<String, String> ids) {
    Map<String, String> all = new TreeMap<>();
    texts.forEach(
        (id, text) -> {
          String other = ids.get(id);
          if (other != null) {
            all.put(other, text);
          }
        });
    return all;
  }

  /** Returns the memory of a retraining that promotes versions of a model. */
  public LoopMemory of(String modelName) {
    return model.equals(Optional.of(modelName))
        ? this
        : change(copy -> copy.model = Optional.of(modelName));
  }

  /**
   * Returns the memory once all runs started before a time are dealt with. Moves by whole days, so
   * that it need not be saved at every look.
   */
  public LoopMemory listed(Instant from) {
    return from.isBefore(listedFrom.plus(DAY)) ? this : change(copy -> copy.listedFrom = from);
  }

  /** Returns the memory with a run given data of a version. */
  LoopMemory training(String dataVersion) {
    return change(copy -> copy.data = dataVersion);
  }

  LoopMemory settling(String id) {
    return isSettled(id) ? this : change(copy -> copy.settled = last(settled, id));
  }

  /** Returns the memory with the run that is judged for a key. */
  public LoopMemory settling(RunKey key, String nativeId) {
    return settling(nativeId).settling(key.value() + RUN_OF + nativeId);
  }

  /** Returns the backend's name of the run that is, or was, judged for a key. */
  public Optional<String> runOf(RunKey key) {
    String prefix = key.value() + RUN_OF;
    return settled.stream()
        .filter(id -> id.startsWith(prefix))
        .map(id -> id.substring(prefix.length()))
        .reduce((earlier, later) -> later); // a lost run may continue under another name
  }

  /** Returns whether another run is the one that is judged for this one's key. */
  public boolean isSecond(RunSummary run) {
    return run.key().flatMap(this::runOf).filter(one -> !one.equals(run.nativeId())).isPresent();
  }

  /** Returns the memory without the starts that no guard can count any more. */
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

  /** Returns whether a request, run or key was dealt with lately. */
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
