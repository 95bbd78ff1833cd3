package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.List;
import java.util.Optional;

/**
 * The state at the end of a log: the live version, and a rollout in progress.
 *
 * @param champion the last champion period; empty before the first promotion
 * @param rollout the rollout in progress, if any
 */
record LiveNow(Optional<ChampionPeriod> champion, Optional<RolloutSummary> rollout) {

  static LiveNow of(List<Decision> decisions, List<RolloutSummary> rollouts) {
    List<ChampionPeriod> periods = ChampionPeriod.of(decisions);
    return new LiveNow(
        periods.isEmpty() ? Optional.empty() : Optional.of(periods.get(periods.size() - 1)),
        rollouts.stream().filter(rollout -> rollout.end().isEmpty()).findFirst());
  }

  /** Returns the paragraph at the head of a report. */
  Element element() {
    Element paragraph = Element.styled("p", "lead live");
    if (champion.isEmpty()) {
      paragraph.text("No version is live yet.");
    } else {
      ChampionPeriod now = champion.get();
      paragraph
          .add(Element.of("b", "Version " + now.version()))
          .text(" is live since " + NumberFormats.time(now.from()) + " UTC.");
    }
    rollout.ifPresent(
        next ->
            paragraph
                .text(" Version " + next.version() + " is being rolled out")
                .text(next.shares().isEmpty() ? "." : ": " + next.traffic() + " of the traffic."));
    return paragraph;
  }
}
