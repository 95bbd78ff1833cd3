package dev.retrain.report;

import dev.retrain.api.state.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of one version to users.
 *
 * @param version the version
 * @param began when it began
 * @param stages how often it got more traffic
 * @param end how it ended; empty while it is under way
 */
record RolloutStory(String version, Decision began, int stages, Optional<Decision> end) {

  /** Reads them off the decisions, which are in order. */
  static List<RolloutStory> of(List<Decision> decisions) {
    Map<String, RolloutStory> open = new LinkedHashMap<>();
    List<RolloutStory> stories = new ArrayList<>();
    for (Decision decision : decisions) {
      String version = decision.version().orElse("");
      switch (decision.kind()) {
        case ROLLOUT_STARTED ->
            open.put(version, new RolloutStory(version, decision, 0, Optional.empty()));
        case STAGE -> open.computeIfPresent(version, (name, story) -> story.further());
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

  private RolloutStory further() {
    return new RolloutStory(version, began, stages + 1, end);
  }

  private RolloutStory ended(Decision decision) {
    return new RolloutStory(version, began, stages, Optional.of(decision));
  }

  Element row() {
    return Element.row(
        Element.of("th", version).with("scope", "row"),
        Element.styled("td", "when").text(Numbers.time(began.at())),
        Element.styled("td", "n").text(Integer.toString(stages)),
        Element.styled("td", "n").text(end.map(this::took).orElse("–")),
        Element.of("td").add(end.map(KindBadge::of).orElseGet(KindBadge::underWay)),
        Element.styled("td", "what").text(end.map(Decision::why).orElse("")));
  }

  private String took(Decision decision) {
    Duration length = Duration.between(began.at(), decision.at());
    long minutes = length.toMinutes();
    return minutes < 120
        ? minutes + " min"
        : length.toHours() < 72 ? length.toHours() + " h" : length.toDays() + " d";
  }
}
