package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Tag;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.state.CreatedResource;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A run that has not ended, with the action of a sweep.
 *
 * @param run the run
 * @param action what a sweep does with it
 * @param why the reason
 */
record AbandonedRun(RunSummary run, Action action, String why) {

  /** The action of a sweep for a run that has not ended. */
  enum Action {
    /** The run is left alone: it belongs to production. */
    PRODUCTION,
    /** The run is left alone: without tags its owner is unknown. */
    UNTAGGED,
    /** The run is left alone: its time to live has not passed. */
    YOUNG,
    /** The run is cancelled: its time to live has passed. */
    OUTLIVED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String MODE = "Mode";
  private static final String CI = "ci";

  /**
   * Classifies a run; empty for a run that has ended.
   *
   * @param timeToLive the limit for runs outside production
   */
  static Optional<AbandonedRun> of(RunSummary run, Instant now, Duration timeToLive) {
    if (run.status().terminal() && !run.status().word().equals("lost")) {
      return Optional.empty();
    }
    Duration age = Duration.between(run.started(), now);
    if (CreatedResource.isProduction(run.tags())) {
      return Optional.of(
          new AbandonedRun(run, Action.PRODUCTION, "runs in production are left alone"));
    }
    if (!isTagged(run)) {
      return Optional.of(
          new AbandonedRun(run, Action.UNTAGGED, "it has no tag " + Tag.ENVIRONMENT));
    }
    return Optional.of(
        age.compareTo(timeToLive) < 0
            ? new AbandonedRun(
                run, Action.YOUNG, "it has " + duration(timeToLive.minus(age)) + " left")
            : new AbandonedRun(run, Action.OUTLIVED, "it started " + duration(age) + " ago"));
  }

  private static boolean isTagged(RunSummary run) {
    return run.tags().containsKey(Tag.ENVIRONMENT) || tag(run, MODE).equals(CI);
  }

  private static String tag(RunSummary run, String key) {
    return run.tags().getOrDefault(key, "").toLowerCase(Locale.ROOT);
  }

  private static String duration(Duration length) {
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
    document.put("fate", Node.of(action.word()));
    document.put("why", Node.of(why));
    document.put("ended", Node.of(ended));
    return Node.of(document);
  }
}
