package dev.retrain.examples.flights.demo;

import dev.retrain.api.source.FlagSource;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** What happens from outside in the demo, by week: requests, faults planted on purpose, flags. */
final class Script {

  /** The last week of the first training; the model goes live after it. */
  static final String FIRST_MODEL = "2001-W04";

  /** A challenger whose training mixes up a.m. and p.m.: the gate must stop it. */
  static final String BROKEN_FEATURE = "2001-W10";

  /** A challenger that passes its gate and throws on live requests: the canary must stop it. */
  static final String FAILS_IN_PRODUCTION = "2001-W16";

  private static final String SUMMER_SCHEDULE = "2001-W20";
  private static final String MINUTES_MODEL = "2001-W24";

  private static final Map<String, String> PLANTED =
      Map.of(
          BROKEN_FEATURE, "broken-feature",
          FAILS_IN_PRODUCTION, "fails-in-production");

  private static final Map<String, String> REASONS =
      Map.of(
          FIRST_MODEL,
          "the first model",
          BROKEN_FEATURE,
          "planted challenger: broken feature, the gate must stop it",
          FAILS_IN_PRODUCTION,
          "planted challenger: fails in production, the canary must stop it");

  private Script() {}

  /** Returns the reason of a run requested at the end of a week, if one is requested. */
  static Optional<String> request(String week) {
    return Optional.ofNullable(REASONS.get(week));
  }

  /** Returns the fault to inject into a training at the end of a week. */
  static String planted(String week) {
    return PLANTED.getOrDefault(week, "none");
  }

  /** Returns the application's flags at a time. */
  static FlagSource flags(Clock clock, FlightCalendar calendar) {
    Map<String, String> since = Map.of("force_retrain", SUMMER_SCHEDULE, "minutes", MINUTES_MODEL);
    return name ->
        Optional.ofNullable(since.get(name))
            .map(week -> new FlagSource.Flag(calendar.hasEnded(week, clock.instant()), week))
            .map(flag -> flag.on() ? flag : new FlagSource.Flag(false, "off"));
  }
}
