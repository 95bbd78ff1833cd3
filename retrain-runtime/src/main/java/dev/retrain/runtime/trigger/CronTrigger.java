package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.retrain.api.document.Durations;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Retraining;
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
 * @param tolerance how late a look may come for a time that is not missed, above 0
 * @param scheduledBy what starts its runs
 */
public record CronTrigger(
    String expression, ZoneId zone, Missed missed, Duration tolerance, Scheduler scheduledBy)
    implements Trigger {

  /** What starts the runs of a cron trigger. */
  public enum Scheduler {
    /** The loop, at the first look after the time. */
    LOOP,
    /**
     * A schedule of the backend, whether the loop runs or not. The loop creates it, adopts its runs
     * and notes what others change; guards do not hold them back.
     */
    BACKEND
  }

  /** What becomes of times that passed without a look. */
  public enum Missed {
    /** The latest of them fires, however late. */
    RUN_ONCE,
    /** Times to which no look came within the tolerance are left out. */
    SKIP
  }

  /** How late a look may come if the policy does not state it: one hour. */
  public static final Duration TOLERANCE = Duration.ofHours(1);

  /** The times that a warning about quiet hours is based on: more than a week of hours. */
  private static final int TIMES_CHECKED = 200;

  private static final Duration LONGEST_OVERLAP = Duration.ofHours(3);

  private static final ConcurrentMap<String, Optional<ExecutionTime>> PARSED =
      new ConcurrentHashMap<>();
  private static final ConcurrentMap<String, Spell> SPELLS = new ConcurrentHashMap<>();

  /** Checks that nothing is missing; {@link #problems()} checks the expression. */
  public CronTrigger {
    requireNonNull(expression);
    requireNonNull(zone);
    requireNonNull(missed);
    requireNonNull(scheduledBy);
    if (tolerance.isNegative() || tolerance.isZero()) {
      throw new IllegalArgumentException("the tolerance must be above 0, is " + tolerance);
    }
  }

  /** Creates a trigger with the tolerance {@link #TOLERANCE}. */
  public CronTrigger(String expression, ZoneId zone, Missed missed) {
    this(expression, zone, missed, TOLERANCE);
  }

  /** Creates a trigger whose runs the loop starts. */
  public CronTrigger(String expression, ZoneId zone, Missed missed, Duration tolerance) {
    this(expression, zone, missed, tolerance, Scheduler.LOOP);
  }

  /**
   * Returns a copy whose runs are started by the loop or by a schedule of the backend, which must
   * have the capability {@code SCHEDULE}.
   */
  public CronTrigger scheduledBy(Scheduler scheduler) {
    return new CronTrigger(expression, zone, missed, tolerance, scheduler);
  }

  /** Returns a copy that leaves out times to which no look came within an hour. */
  public CronTrigger skippingMissed() {
    return skippingMissed(TOLERANCE);
  }

  /**
   * Returns a copy that leaves out times to which no look came in time.
   *
   * @param lateness how late a look may come, above 0; choose more than the time between two looks
   */
  public CronTrigger skippingMissed(Duration lateness) {
    return new CronTrigger(expression, zone, Missed.SKIP, lateness, scheduledBy);
  }

  @Override
  public String describe() {
    String by = scheduledBy == Scheduler.BACKEND ? " by the backend" : "";
    return "cron " + expression + " " + zone + by;
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

  /** Guards delay a firing and do not lose it; a policy whose every time is delayed says when. */
  @Override
  public List<Problem> warnings(Retraining policy) {
    return policy.guards().quietHours().filter(this::isAlwaysWithin).stream()
        .map(
            hours ->
                Problem.warning(
                    "cron-in-quiet-hours",
                    "guards.quietHours",
                    policy.toString(),
                    "every time of the trigger '"
                        + describe()
                        + "' lies in the quiet hours from "
                        + hours
                        + ", so that its runs start at "
                        + hours.to(),
                    "Move the time or the quiet hours"))
        .toList();
  }

  private boolean isAlwaysWithin(Guards.QuietHours hours) {
    Optional<Instant> time = times().isEmpty() ? Optional.empty() : next(Instant.EPOCH);
    for (int i = 0; i < TIMES_CHECKED && time.isPresent(); i++) {
      if (!hours.covers(time.get())) {
        return false;
      }
      time = next(time.get());
    }
    return time.isPresent();
  }

  @Override
  public Signal check(TriggerContext context) {
    Instant now = context.now();
    if (scheduledBy == Scheduler.BACKEND) {
      return Signal.quiet("the backend starts its runs");
    }
    Optional<Memory> before =
        context
            .recall()
            .map(Memory::parse)
            .filter(kept -> !kept.after().isAfter(now)); // a wrong clock
    if (before.isEmpty()) {
      context.remember(now.toString());
      return waiting(now);
    }
    Instant after = before.get().after();
    Optional<Instant> due = latest(now).filter(time -> time.isAfter(after));
    if (due.isEmpty()) {
      return waiting(after);
    }
    Instant time = due.get();
    Facts facts = Facts.NONE.with("due", time).with("after", after);
    boolean inTime = !time.plus(tolerance).isBefore(now) || before.get().held(time);
    if (missed == Missed.SKIP && !inTime) {
      context.remember(time.toString());
      return Signal.quiet(
          time
              + " was missed and is left out: no look came within the tolerance of "
              + Durations.format(tolerance),
          facts.toNode());
    }
    return acted(time, context)
        ? waiting(time)
        : Signal.fire(time.toString(), "it is time: " + time, facts.toNode());
  }

  /** Remembers a time once a run came of it; until then it fires on, held back by a guard. */
  private static boolean acted(Instant time, TriggerContext context) {
    Optional<String> actedOn = context.actedOn();
    boolean acted = actedOn.filter(time.toString()::equals).isPresent();
    boolean own = actedOn.isPresent() && !acted;
    context.remember(
        own ? new Memory(after(context, time), Optional.of(time)).text() : time.toString());
    return acted;
  }

  private static Instant after(TriggerContext context, Instant time) {
    return context.recall().map(Memory::parse).map(Memory::after).orElse(time);
  }

  /**
   * What is kept between looks.
   *
   * @param after the last time that was dealt with
   * @param due a later one that fired, and of which no run came yet
   */
  private record Memory(Instant after, Optional<Instant> due) {
    static Memory parse(String text) {
      String[] parts = text.split(" ", 2);
      return new Memory(
          Instant.parse(parts[0]),
          parts.length < 2 ? Optional.empty() : Optional.of(Instant.parse(parts[1])));
    }

    boolean held(Instant time) {
      return due.equals(Optional.of(time));
    }

    String text() {
      return due.map(time -> after + " " + time).orElse(after.toString());
    }
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

  /** Returns the first matching time after an instant. */
  Optional<Instant> next(Instant after) {
    return spell(after).end();
  }

  /** Returns the last matching time at or before an instant. */
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
   * Returns the latest time that a clock on the wall has shown up to now; while an hour comes
   * twice, it has shown the end of that hour already.
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

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
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
      var tolerance =
          all.optional(
              "tolerance",
              Shapes.duration(),
              TOLERANCE,
              CronTrigger::tolerance,
              "how late a time may be seen and is not missed");
      var scheduler =
          all.optional(
              "scheduledBy",
              Shapes.choice(Scheduler.class),
              Scheduler.LOOP,
              CronTrigger::scheduledBy,
              "what starts its runs");
      return all.build(
          f ->
              new CronTrigger(
                  f.get(at), f.get(zone), f.get(missed), f.get(tolerance), f.get(scheduler)));
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
