package dev.retrain.examples.flights.demo;

import dev.retrain.api.retraining.Decision;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** One line per thing that happened, while the demo runs. */
final class Lines {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Lines() {}

  static String week(DemoProgress.Seen seen, int flights) {
    Map<String, Double> metrics = seen.metrics();
    String measured =
        metrics.isEmpty()
            ? "no live metrics"
            : String.format(
                Locale.ROOT,
                "version %s: AUC %.3f, log loss %.3f, calibration error %.3f",
                seen.champion(),
                metrics.get("auc"),
                metrics.get("log_loss"),
                metrics.get("calibration_error"));
    return String.format(Locale.ROOT, "%s  %,d flights, %s", seen.label(), flights, measured);
  }

  static String decision(Decision decision) {
    return "    "
        + time(decision)
        + "  "
        + decision.kind()
        + "  "
        + decision.what()
        + ": "
        + decision.why();
  }

  static String time(Decision decision) {
    return MINUTE.format(decision.at());
  }
}
