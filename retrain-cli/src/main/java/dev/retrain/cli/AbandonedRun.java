package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Tag;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run that has not ended, and what sweeping makes of it.
 *
 * @param run the run
 * @param fate what becomes of it
 * @param why in words
 */
record AbandonedRun(RunSummary run, Fate fate, String why) {

  /** What becomes of a run that has not ended. */
  enum Fate {
    /** It belongs to production, where runs may take as long as they need. */
    PRODUCTION,
    /** Nothing says whose it is, so nobody but its owner may end it. */
    UNTAGGED,
    /** It has time left. */
    YOUNG,
    /** It outlived its time and is to be ended. */
    OUTLIVED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<String> PRODUCTION = Set.of("prod", "production");
  private static final String MODE = "Mode";
  private static final String CI = "ci";

  /**
   * Looks at a run; empty for one that has ended.
   *
   * @param timeToLive of a run outside production
   */
  static Optional<AbandonedRun> of(RunSummary run, Instant now, Duration timeToLive) {
    if (run.status().terminal() && !run.status().word().equals("lost")) {
      return Optional.empty();
    }
    Duration age = Duration.between(run.started(), now);
    if (isProduction(run)) {
      return Optional.of(
          new AbandonedRun(run, Fate.PRODUCTION, "runs in production are left alone"));
    }
    if (!isTagged(run)) {
      return Optional.of(
          new AbandonedRun(run, Fate.UNTAGGED, "it carries no tag " + Tag.ENVIRONMENT));
    }
    return Optional.of(
        age.compareTo(timeToLive) < 0
            ? new AbandonedRun(run, Fate.YOUNG, "it has " + words(timeToLive.minus(age)) + " left")
            : new AbandonedRun(run, Fate.OUTLIVED, "it began " + words(age) + " ago"));
  }

  private static boolean isProduction(RunSummary run) {
    return PRODUCTION.contains(tag(run, Tag.ENVIRONMENT));
  }

  private static boolean isTagged(RunSummary run) {
    return run.tags().containsKey(Tag.ENVIRONMENT) || tag(run, MODE).equals(CI);
  }

  private static String tag(RunSummary run, String key) {
    return run.tags().getOrDefault(key, "").toLowerCase(Locale.ROOT);
  }

  private static String words(Duration length) {
    return length.toHours() > 0
        ? length.toHours() + " h " + length.toMinutesPart() + " min"
        : length.toMinutes() + " min";
  }

  String name() {
    return run.key().map(RunKey::value).orElse(run.nativeId());
  }

  Node document(boolean ended) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("run", Node.of(name()));
    document.put("pipeline", Node.of(run.pipeline()));
    document.put("id", Node.of(run.nativeId()));
    document.put("started", Node.of(run.started().toString()));
    document.put("status", Node.of(run.status().word()));
    document.put("environment", Node.of(run.tags().getOrDefault(Tag.ENVIRONMENT, "")));
    document.put("fate", Node.of(fate.word()));
    document.put("why", Node.of(why));
    document.put("ended", Node.of(ended));
    return Node.of(document);
  }
}
