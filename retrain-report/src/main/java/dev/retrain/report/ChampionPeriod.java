package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A period during which a version was the champion.
 *
 * @param version the version
 * @param from the time of its promotion, or of the rollback to it
 * @param to the time of the next change, or the end of the log
 */
record ChampionPeriod(String version, Instant from, Instant to) {

  /** Returns the periods of a list of decisions in order. */
  static List<ChampionPeriod> of(List<Decision> decisions) {
    List<ChampionPeriod> periods = new ArrayList<>();
    Deque<String> champions = new ArrayDeque<>();
    Instant since = Instant.EPOCH;
    for (Decision decision : decisions) {
      if (changesChampion(decision, champions)) {
        end(periods, champions, since, decision.at());
        since = decision.at();
        if (decision.kind() == Decision.Kind.PROMOTED) {
          champions.push(decision.version().orElse("?"));
        } else {
          champions.pop();
        }
      }
    }
    if (!decisions.isEmpty()) {
      end(periods, champions, since, decisions.get(decisions.size() - 1).at());
    }
    return periods;
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
      List<ChampionPeriod> periods, Deque<String> champions, Instant since, Instant now) {
    if (!champions.isEmpty()) {
      periods.add(new ChampionPeriod(champions.peek(), since, now));
    }
  }
}
