package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * How long a version was the champion.
 *
 * @param version the version
 * @param from when it was promoted, or came back
 * @param to when another took over, or the end of the log
 */
record ChampionPeriod(String version, Instant from, Instant to) {

  /** Reads them off the decisions, which are in order. */
  static List<ChampionPeriod> of(List<Decision> decisions) {
    List<ChampionPeriod> reigns = new ArrayList<>();
    Deque<String> champions = new ArrayDeque<>();
    Instant since = Instant.EPOCH;
    for (Decision decision : decisions) {
      if (changesChampion(decision, champions)) {
        end(reigns, champions, since, decision.at());
        since = decision.at();
        if (decision.kind() == Decision.Kind.PROMOTED) {
          champions.push(decision.version().orElse("?"));
        } else {
          champions.pop();
        }
      }
    }
    if (!decisions.isEmpty()) {
      end(reigns, champions, since, decisions.get(decisions.size() - 1).at());
    }
    return reigns;
  }

  private static boolean changesChampion(Decision decision, Deque<String> champions) {
    return switch (decision.kind()) {
      case PROMOTED -> true;
      case ROLLED_BACK ->
          !champions.isEmpty() && decision.version().filter(champions.peek()::equals).isPresent();
      default -> false;
    };
  }

  private static void end(
      List<ChampionPeriod> reigns, Deque<String> champions, Instant since, Instant now) {
    if (!champions.isEmpty()) {
      reigns.add(new ChampionPeriod(champions.peek(), since, now));
    }
  }
}
