package dev.retrain.serving;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyRoutingTest {

  private static final List<String> KEYS =
      IntStream.range(0, 20_000).mapToObj(i -> "user-" + i).toList();

  private static TrafficSplit canary(double share) {
    return TrafficSplit.of("2", percent(share), "1");
  }

  @Test
  void sharesFollowTheWeights() {
    KeyRouting routing =
        KeyRouting.of(
            new TrafficSplit(
                Map.of("a", percent(5), "b", percent(25), "c", percent(70)), Map.of()));
    Map<String, Integer> counts = new HashMap<>();
    KEYS.forEach(key -> counts.merge(routing.version(key), 1, Integer::sum));
    // Four standard deviations of a binomial count.
    assertThat(counts.get("a")).isBetween(877, 1123);
    assertThat(counts.get("b")).isBetween(4755, 5245);
    assertThat(counts.get("c")).isBetween(13_741, 14_259);
  }

  @Test
  void aGrowingCanaryKeepsTheKeysItHas() {
    for (double share : List.of(5.0, 10.0, 25.0, 50.0, 99.0)) {
      KeyRouting before = KeyRouting.of(canary(share / 2));
      KeyRouting after = KeyRouting.of(canary(share));
      assertThat(KEYS)
          .filteredOn(key -> before.version(key).equals("2"))
          .isNotEmpty()
          .allMatch(key -> after.version(key).equals("2"));
    }
  }

  @Test
  void aVersionThatGainsOnAllOthersLosesNoKey() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 50; round++) {
      double share = random.nextDouble(1, 50);
      double more = random.nextDouble(share, 100);
      double split = random.nextDouble(0.1, 0.9);
      KeyRouting before = KeyRouting.of(three(share, split));
      KeyRouting after = KeyRouting.of(three(more, split));
      for (String key : KEYS.subList(0, 500)) {
        if (before.version(key).equals("new")) {
          assertThat(after.version(key)).isEqualTo("new");
        }
      }
    }
  }

  private static TrafficSplit three(double share, double split) {
    double rest = 100 - share;
    Map<String, Percent> live = new TreeMap<>();
    live.put("new", percent(share));
    live.put("old", percent(rest * split));
    live.put("older", percent(100 - share - rest * split));
    return new TrafficSplit(live, Map.of());
  }

  @Test
  void theChoiceIsTheSameInEveryProcess() {
    KeyRouting routing = KeyRouting.of(canary(50));
    assertThat(IntStream.range(0, 12).mapToObj(i -> routing.version("user-" + i)))
        .isEqualTo(List.of("2", "1", "2", "1", "1", "2", "2", "1", "2", "2", "1", "2"));
  }

  @Test
  void aVersionWithoutAShareIsNeverChosen() {
    KeyRouting routing = KeyRouting.of(canary(0));
    assertThat(KEYS).allMatch(key -> routing.version(key).equals("1"));
  }

  @Test
  void mirrorsTheShareThatIsAskedFor() {
    KeyRouting routing = KeyRouting.of(TrafficSplit.all("1").mirroredTo("2", percent(30)));
    long copies = KEYS.stream().filter(key -> routing.mirrors(key).contains("2")).count();
    assertThat(copies).isBetween(5741L, 6259L);
    KeyRouting all = KeyRouting.of(TrafficSplit.all("1").mirroredTo("2", Percent.ALL));
    assertThat(KEYS).allMatch(key -> all.mirrors(key).equals(List.of("2")));
    assertThat(KeyRouting.of(canary(5)).mirrors("user-1")).isEmpty();
  }

  @Test
  void whoIsMirroredSaysNothingAboutWhoIsRouted() {
    KeyRouting routing = KeyRouting.of(canary(50).mirroredTo("2", percent(50)));
    long both =
        KEYS.stream()
            .filter(key -> routing.version(key).equals("2") && !routing.mirrors(key).isEmpty())
            .count();
    assertThat(both).isBetween(4755L, 5245L);
  }
}
