package dev.retrain.spi.deploy;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.metric.Percent;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which share of live traffic each version gets, and which versions see a copy of it.
 *
 * @param live version to percentage above 0; sums to 100
 * @param mirrored version to the percentage of live requests copied to it, answers dropped
 */
public record TrafficSplit(Map<String, Percent> live, Map<String, Percent> mirrored) {

  private static final double ROUNDING = 1e-9;

  /** Checks the sum, leaves out versions without a share and copies. */
  public TrafficSplit {
    live = withShare(live);
    mirrored = withShare(mirrored);
    double sum = live.values().stream().mapToDouble(Percent::value).sum();
    if (Math.abs(sum - 100) > ROUNDING) {
      throw new IllegalArgumentException(
          "the live traffic " + live + " sums to " + sum + ", not to 100");
    }
  }

  private static Map<String, Percent> withShare(Map<String, Percent> all) {
    Map<String, Percent> some = new TreeMap<>(all);
    some.values().removeIf(share -> share.value() == 0);
    return Collections.unmodifiableMap(some);
  }

  /** Returns a split with all traffic on one version. */
  public static TrafficSplit all(String version) {
    return new TrafficSplit(Map.of(version, Percent.ALL), Map.of());
  }

  /** Returns a split with a share on the challenger and the rest on the champion. */
  public static TrafficSplit of(String challenger, Percent share, String champion) {
    return new TrafficSplit(Map.of(challenger, share, champion, share.rest()), Map.of());
  }

  /** Returns a copy that also copies live requests to a version. */
  public TrafficSplit mirroredTo(String version, Percent share) {
    Map<String, Percent> more = new TreeMap<>(mirrored);
    more.put(version, share);
    return new TrafficSplit(live, more);
  }

  /** Returns the live share of a version; zero for one that is not named. */
  public Percent share(String version) {
    return live.getOrDefault(version, Percent.NONE);
  }

  /** Returns the document form. */
  public static Shape<TrafficSplit> shape() {
    Shape<Map<String, Percent>> shares = Shapes.map(Percent.shape());
    ObjectShape.Builder<TrafficSplit> all = ObjectShape.named("TrafficSplit");
    var live = all.required("live", shares, TrafficSplit::live, "version to percentage");
    var mirrored =
        all.optional("mirrored", shares, Map.of(), TrafficSplit::mirrored, "version to percentage");
    return all.build(f -> new TrafficSplit(f.get(live), f.get(mirrored)));
  }

  @Override
  public String toString() {
    String text =
        live.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
    return mirrored.isEmpty() ? text : text + ", mirrored to " + mirrored;
  }
}
