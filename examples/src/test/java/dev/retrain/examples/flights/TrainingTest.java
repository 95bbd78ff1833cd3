package dev.retrain.examples.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {

  private static final List<Flight> SEEN = MadeFlights.some(2_000, 1);
  private static final List<Flight> LATER = MadeFlights.some(1_000, 2);
  private static final FlightsModel SOUND = late(Planted.NONE).anew(SEEN);

  @Test
  void learnsToRankLateFlights() {
    assertThat(Quality.auc(scored(SOUND, LATER))).isGreaterThan(0.75);
  }

  @Test
  void predictsTheShareOfLateFlights() {
    Scored scored = scored(SOUND, LATER);
    assertThat(mean(scored.scores())).isCloseTo(mean(scored.labels()), within(0.03));
  }

  @Test
  void predictsDelaysBetterThanTheirMeanDoes() {
    FlightsModel model = new Training(Outcome.DELAY, Hyperparameters.DEFAULTS).anew(SEEN);
    double[] delays = LATER.stream().mapToDouble(Flight::delay).toArray();
    double[] means = new double[delays.length];
    Arrays.fill(means, mean(delays));
    double mae = Quality.ofNumbers(Scored.by(model, LATER, Flight::delay)).get("mae");
    assertThat(mae).isLessThan(0.85 * Quality.ofNumbers(new Scored(delays, means)).get("mae"));
  }

  @Test
  void givesTheSameModelTwice() {
    FlightsModel again = late(Planted.NONE).anew(SEEN);
    assertThat(LATER).allMatch(flight -> again.score(flight) == SOUND.score(flight));
  }

  @Test
  void warmStartFollowsAChangedWorld() {
    List<Flight> changed = MadeFlights.inverted(SEEN);
    FlightsModel warm = late(Planted.NONE).warmStarted(SOUND, changed);
    List<Flight> changedLater = MadeFlights.inverted(LATER);
    assertThat(Quality.logLoss(scored(warm, changedLater)))
        .isLessThan(Quality.logLoss(scored(SOUND, changedLater)));
    assertThat(warm.parts().trees())
        .hasSize(Hyperparameters.DEFAULTS.trees() + Hyperparameters.DEFAULTS.warmTrees())
        .startsWith(SOUND.parts().trees().toArray(Tree[]::new));
  }

  @Test
  void brokenFeatureRanksMuchWorse() {
    double sound = Quality.auc(scored(SOUND, LATER));
    double broken = Quality.auc(scored(late(Planted.BROKEN_FEATURE).anew(SEEN), LATER));
    assertThat(broken).isLessThan(sound - 0.05);
  }

  private static Training late(Planted fault) {
    return new Training(Outcome.LATE, Hyperparameters.DEFAULTS.withPlanted(fault));
  }

  private static Scored scored(FlightsModel model, List<Flight> flights) {
    return Scored.by(model, flights, flight -> flight.late() ? 1 : 0);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
