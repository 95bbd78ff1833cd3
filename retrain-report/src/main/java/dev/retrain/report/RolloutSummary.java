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
                .ifPresentOrElse(
                    rollout -> rollouts.add(rollout.endedBy(decision)),
                    () -> rolledBackLater(rollouts, decision));
        default -> {
          // not part of a rollout
        }
      }
    }
    rollouts.addAll(open.values());
    return rollouts;
  }

  /** A version that was promoted and rolled back later did not succeed. */
  private static void rolledBackLater(List<RolloutSummary> rollouts, Decision decision) {
    if (decision.kind() != Decision.Kind.ROLLED_BACK) {
      return;
    }
    for (int i = rollouts.size() - 1; i >= 0; i--) {
      RolloutSummary rollout = rollouts.get(i);
      if (decision.version().filter(rollout.version()::equals).isPresent()) {
        rollouts.set(i, rollout.endedBy(decision));
        return;
      }
    }
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
        cell("when", "started").text(NumberFormats.time(start.at())),
        cell("n", "traffic").text(traffic()),
        cell("n", "duration").text(end.map(this::duration).orElse("–")),
        cell("", "result").add(end.map(KindBadge::of).orElseGet(KindBadge::inProgress)),
        cell("what", "reason").text(end.map(Decision::why).orElse("")));
  }

  /** Creates a cell with its heading, which narrow screens show in front of it. */
  private static Element cell(String style, String heading) {
    Element cell = style.isEmpty() ? Element.of("td") : Element.styled("td", style);
    return cell.with("data-label", heading);
  }

  /** Returns the shares, such as {@code 5 → 25 %}. */
  String traffic() {
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
