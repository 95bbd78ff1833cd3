package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.runtime.evidence.Facts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Fires at the times of a cron expression after the first look. Times that passed without a look,
 * or during a run, are one firing: the latest of them.
 *
 * @param expression minute, hour, day of month, month, day of week
 * @param zone whose clock; a time the change to summer time skips fires as much later as the clock
 *     is moved, one that comes twice fires at its first
 * @param missed what becomes of times that passed without a look
 */
public record CronTrigger(String expression, ZoneId zone, Missed missed) implements Trigger {

  /** What becomes of times that passed without a look. */
  public enum Missed {
    /** The latest of them fires, however late. */
    RUN_ONCE,
    /**
     * They are left out, unless the first look after the time comes within {@link
     * CronTrigger#PUNCTUAL}, ten minutes, or the process looked before the time as well.
     */
    SKIP
  }

  /** How late a look may come for a time that is not made up for. */
  public static final Duration PUNCTUAL = Duration.ofMinutes(10);

  private static final Duration LONGEST_OVERLAP = Duration.ofHours(3);

  private static final ConcurrentMap<String, Optional<ExecutionTime>> PARSED =
      new ConcurrentHashMap<>();
  private static final ConcurrentMap<String, Spell> SPELLS = new ConcurrentHashMap<>();

  /** Checks that nothing is missing; {@link #problems()} checks the expression. */
  public CronTrigger {
    requireNonNull(expression);
    requireNonNull(zone);
    requireNonNull(missed);
  }

  /** Returns a copy that leaves out times that passed without a look. */
  public CronTrigger skippingMissed() {
    return new CronTrigger(expression, zone, Missed.SKIP);
  }

  @Override
  public String describe() {
    return "cron " + expression + " " + zone;
  }

  @Override
  public List<Problem> problems() {
    if (times().isEmpty()) {
      return List.of(
          Problem.error(
              "illegal-cron",
              "when",
              describe(),
              "'" + expression + "' is no five-field cron expression",
              "Write minute, hour, day of month, month, day of week, such as 0 3 * * *"));
    }
    return next(Instant.EPOCH).isPresent()
        ? List.of()
        : List.of(
            Problem.error(
                "impossible-cron",
                "when",
                describe(),
                "no time ever matches '" + expression + "'",
                "Name a day that exists"));
  }

  @Override
  public Signal check(TriggerContext context) {
    Instant now = context.now();
    Optional<Instant> before =
        context.recall().map(Instant::parse).filter(time -> !time.isAfter(now)); // a wrong clock
    if (before.isEmpty()) {
      context.remember(now.toString());
      return waiting(now);
    }
    Optional<Instant> due = latest(now).filter(time -> time.isAfter(before.get()));
    if (due.isEmpty()) {
      return waiting(before.get());
    }
    context.remember(due.get().toString());
    boolean late = due.get().plus(PUNCTUAL).isBefore(now) && !isFirstLookAfter(due.get(), context);
    Facts facts = Facts.NONE.with("due", due.get()).with("after", before.get());
    return missed == Missed.SKIP && late
        ? Signal.quiet(due.get() + " was missed and is left out", facts.toNode())
        : Signal.fire(due.get().toString(), "it is time: " + due.get(), facts.toNode());
  }

  /** Whether this process looked before the time as well, and not since. */
  private static boolean isFirstLookAfter(Instant due, TriggerContext context) {
    return context.lastLook().filter(due::isAfter).isPresent();
  }

  private Signal waiting(Instant after) {
    return next(after)
        .map(time -> Signal.quiet("next at " + time, Facts.NONE.with("next", time).toNode()))
        .orElseGet(() -> Signal.quiet("no time matches any more"));
  }

  /**
   * The time from one matching time to the next. Ten thousand retrainings that are looked at every
   * ten seconds share a few of them.
   *
   * @param begin the matching time; empty before the first
   * @param end exclusive; empty after the last
   */
  private record Spell(Optional<Instant> begin, Optional<Instant> end) {
    boolean covers(Instant time) {
      return begin.filter(time::isBefore).isEmpty() && end.filter(e -> !time.isBefore(e)).isEmpty();
    }
  }

  private Spell spell(Instant time) {
    String key = expression + " " + zone;
    Spell known = SPELLS.get(key);
    if (known != null && known.covers(time)) {
      return known;
    }
    Spell fresh = new Spell(computeLatest(time), computeNext(time));
    SPELLS.put(key, fresh);
    return fresh;
  }

  /** The first matching time after an instant. */
  Optional<Instant> next(Instant after) {
    return spell(after).end();
  }

  /** The last matching time at or before an instant. */
  Optional<Instant> latest(Instant now) {
    return spell(now).begin();
  }

  private Optional<Instant> computeNext(Instant after) {
    Optional<LocalDateTime> time = following(LocalDateTime.ofInstant(after, zone));
    while (time.isPresent() && !instant(time.get()).isAfter(after)) {
      time = following(time.get());
    }
    return time.map(this::instant);
  }

  private Optional<Instant> computeLatest(Instant now) {
    Optional<LocalDateTime> time = before(wallClock(now).plusNanos(1));
    while (time.isPresent() && instant(time.get()).isAfter(now)) {
      time = before(time.get());
    }
    return time.map(this::instant);
  }

  /**
   * The latest time that a clock on the wall has shown up to now; while an hour comes twice, it has
   * shown the end of that hour already.
   */
  private LocalDateTime wallClock(Instant now) {
    LocalDateTime shown = LocalDateTime.ofInstant(now, zone);
    LocalDateTime earlier =
        shown.plusSeconds(
            zone.getRules().getOffset(now.minus(LONGEST_OVERLAP)).getTotalSeconds()
                - zone.getRules().getOffset(now).getTotalSeconds());
    return earlier.isAfter(shown) ? earlier : shown;
  }

  /** The expression is about the clock on the wall, so it is computed without a zone. */
  private Optional<LocalDateTime> following(LocalDateTime time) {
    return times()
        .flatMap(times -> times.nextExecution(time.atZone(ZoneOffset.UTC)))
        .map(ZonedDateTime::toLocalDateTime);
  }

  private Optional<LocalDateTime> before(LocalDateTime time) {
    return times()
        .flatMap(times -> times.lastExecution(time.atZone(ZoneOffset.UTC)))
        .map(ZonedDateTime::toLocalDateTime);
  }

  private Instant instant(LocalDateTime time) {
    return time.atZone(zone).toInstant();
  }

  private Optional<ExecutionTime> times() {
    return PARSED.computeIfAbsent(expression, CronTrigger::parse);
  }

  private static Optional<ExecutionTime> parse(String text) {
    try {
      CronParser parser =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      return Optional.of(ExecutionTime.forCron(parser.parse(text).validate()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code {type: cron, at: "0 3 * * *", zone: Europe/Paris, missed: skip}}. */
  public static final class Type extends NamedPart<Trigger, CronTrigger> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {
      super(Trigger.class, "cron", CronTrigger.class);
    }

    @Override
    public ObjectShape<CronTrigger> shape() {
      ObjectShape.Builder<CronTrigger> all = ObjectShape.named("CronTrigger");
      var at = all.required("at", Shapes.text(), CronTrigger::expression, "five fields");
      var zone =
          all.optional(
              "zone",
              Shapes.text().as(Type::zone, ZoneId::getId),
              ZoneOffset.UTC,
              CronTrigger::zone,
              "whose clock");
      var missed =
          all.optional(
              "missed", Shapes.choice(Missed.class), Missed.RUN_ONCE, CronTrigger::missed, "times");
      return all.build(f -> new CronTrigger(f.get(at), f.get(zone), f.get(missed)));
    }

    private static ZoneId zone(String id) {
      try {
        return ZoneId.of(id);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + id + "' is no zone such as Europe/Paris", e);
      }
    }
  }
}
