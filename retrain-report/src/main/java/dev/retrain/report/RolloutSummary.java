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
 * The way of one version to users.
 *
 * @param version the version
 * @param began when it began
 * @param shares the traffic it got, one after the other, in percent
 * @param end how it ended; empty while it is under way
 */
record RolloutSummary(String version, Decision began, List<String> shares, Optional<Decision> end) {

  /** A stage is a sentence; the share in it is the only thing shown twice. */
  private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?) %");

  RolloutSummary {
    shares = List.copyOf(shares);
  }

  /** Reads them off the decisions, which are in order. */
  static List<RolloutSummary> of(List<Decision> decisions) {
    Map<String, RolloutSummary> open = new LinkedHashMap<>();
    List<RolloutSummary> stories = new ArrayList<>();
    for (Decision decision : decisions) {
      String version = decision.version().orElse("");
      switch (decision.kind()) {
        case ROLLOUT_STARTED ->
            open.put(version, new RolloutSummary(version, decision, List.of(), Optional.empty()));
        case STAGE -> open.computeIfPresent(version, (name, story) -> story.further(decision));
        case PROMOTED, ROLLED_BACK, REJECTED, HALTED ->
            Optional.ofNullable(open.remove(version))
                .ifPresent(story -> stories.add(story.ended(decision)));
        default -> {
          // says nothing of a version's way
        }
      }
    }
    stories.addAll(open.values());
    return stories;
  }

  private RolloutSummary further(Decision stage) {
    Matcher share = SHARE.matcher(stage.what());
    List<String> more = new ArrayList<>(shares);
    more.add(share.find() ? share.group(1) : "?");
    return new RolloutSummary(version, began, more, end);
  }

  private RolloutSummary ended(Decision decision) {
    return new RolloutSummary(version, began, shares, Optional.of(decision));
  }

  Element row() {
    return Element.row(
        Element.of("th", version).with("scope", "row"),
        Element.styled("td", "when").text(NumberFormats.time(began.at())),
        Element.styled("td", "n").text(traffic()),
        Element.styled("td", "n").text(end.map(this::took).orElse("–")),
        Element.of("td").add(end.map(KindBadge::of).orElseGet(KindBadge::underWay)),
        Element.styled("td", "what").text(end.map(Decision::why).orElse("")));
  }

  private String traffic() {
    return shares.isEmpty() ? "–" : String.join(" → ", shares) + " %";
  }

  private String took(Decision decision) {
    Duration length = Duration.between(began.at(), decision.at());
    long minutes = length.toMinutes();
    return minutes < 120
        ? minutes + " min"
        : length.toHours() < 72 ? length.toHours() + " h" : length.toDays() + " d";
  }
}
