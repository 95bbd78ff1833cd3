package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One rollout.
 *
 * @param version the version
 * @param start the decision that started it
 * @param shares the shares of traffic in order, in percent
 * @param end the decision that ended it; empty while it is in progress
 */
record RolloutSummary(String version, Decision start, List<String> shares, Optional<Decision> end) {

  /** The share of traffic in the text of a stage. */
  private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?) %");

  RolloutSummary {
    shares = List.copyOf(shares);
  }

  /** Returns the rollouts of a list of decisions in order. */
  static List<RolloutSummary> of(List<Decision> decisions) {
    Map<String, RolloutSummary> open = new LinkedHashMap<>();
    List<RolloutSummary> rollouts = new ArrayList<>();
    for (Decision decision : decisions) {
      String version = decision.version().orElse("");
      switch (decision.kind()) {
        case ROLLOUT_STARTED ->
            open.put(version, new RolloutSummary(version, decision, List.of(), Optional.empty()));
        case STAGE ->
            open.computeIfPresent(version, (name, rollout) -> rollout.withStage(decision));
        case PROMOTED, ROLLED_BACK, REJECTED, HALTED ->
            Optional.ofNullable(open.remove(version))
                .ifPresent(rollout -> rollouts.add(rollout.endedBy(decision)));
        default -> {
          // not part of a rollout
        }
      }
    }
    rollouts.addAll(open.values());
    return rollouts;
  }

  private RolloutSummary withStage(Decision stage) {
    Matcher share = SHARE.matcher(stage.what());
    List<String> more = new ArrayList<>(shares);
    more.add(share.find() ? share.group(1) : "?");
    return new RolloutSummary(version, start, more, end);
  }

  private RolloutSummary endedBy(Decision decision) {
    return new RolloutSummary(version, start, shares, Optional.of(decision));
  }

  Element row() {
    return Element.row(
        Element.of("th", version).with("scope", "row"),
        Element.styled("td", "when").text(NumberFormats.time(start.at())),
        Element.styled("td", "n").text(traffic()),
        Element.styled("td", "n").text(end.map(this::duration).orElse("–")),
        Element.of("td").add(end.map(KindBadge::of).orElseGet(KindBadge::inProgress)),
        Element.styled("td", "what").text(end.map(Decision::why).orElse("")));
  }

  private String traffic() {
    return shares.isEmpty() ? "–" : String.join(" → ", shares) + " %";
  }

  private String duration(Decision decision) {
    Duration length = Duration.between(start.at(), decision.at());
    long minutes = length.toMinutes();
    return minutes < 120
        ? minutes + " min"
        : length.toHours() < 72 ? length.toHours() + " h" : length.toDays() + " d";
  }
}
