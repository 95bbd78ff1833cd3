package dev.retrain.spi.deploy;

import dev.retrain.api.metric.Percent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The smallest difference of traffic that a service can set, for example 1 where it takes integer
 * percentages.
 *
 * @param percent above 0 up to 100
 */
public record TrafficResolution(double percent) {

  /** The resolution of a target that takes any share. */
  public static final TrafficResolution EXACT = new TrafficResolution(1e-6);

  /** The resolution of a service that takes integer percentages. */
  public static final TrafficResolution INTEGER_PERCENT = new TrafficResolution(1);

  private static final double ROUNDING = 1e-9;

  /** Checks the range. */
  public TrafficResolution {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          "a resolution lies above 0 up to 100 percent, is " + percent);
    }
  }

  /** Returns whether a share can be set as it is: it is a multiple of the resolution. */
  public boolean canSet(Percent share) {
    double steps = share.value() / percent;
    return Math.abs(steps - Math.rint(steps)) * percent <= Math.max(ROUNDING, percent * 1e-3);
  }

  /** Returns whether two splits are the same to the service: no share differs by a step. */
  public boolean same(TrafficSplit one, TrafficSplit other) {
    return same(one.live(), other.live()) && same(one.mirrored(), other.mirrored());
  }

  private boolean same(Map<String, Percent> one, Map<String, Percent> other) {
    Set<String> versions = new TreeSet<>(one.keySet());
    versions.addAll(other.keySet());
    return versions.stream()
        .allMatch(
            version ->
                Math.abs(
                        one.getOrDefault(version, Percent.NONE).value()
                            - other.getOrDefault(version, Percent.NONE).value())
                    <= percent / 2 + ROUNDING);
  }
}
