package dev.retrain.serving;

import dev.retrain.api.metric.Percent;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Assigns keys to versions under a {@link TrafficSplit}: a key is served by the same version in
 * every process and after every restart.
 *
 * <p>Weighted rendezvous hashing (Schindelhauer and Schomaker, "Weighted Distributed Hash Tables",
 * SPAA 2005, the logarithmic method): the version with the smallest {@code -ln(u) / weight} wins,
 * {@code u} being a hash of key and version in (0, 1]. A key therefore leaves a version only when
 * the version's share falls relative to another's: a growing canary keeps all its keys. Another
 * challenger receives other keys, because the version is part of the hash.
 *
 * <p>Immutable.
 */
public final class KeyRouting {

  private static final long MIRROR_SALT = 0x6d6972726f72L;

  private record Share(String version, long salt, double weight) {}

  private final List<Share> live;
  private final List<Share> mirrored;

  private KeyRouting(List<Share> live, List<Share> mirrored) {
    this.live = live;
    this.mirrored = mirrored;
  }

  /** Returns the routing of a split. */
  public static KeyRouting of(TrafficSplit split) {
    return new KeyRouting(shares(split.live(), 0), shares(split.mirrored(), MIRROR_SALT));
  }

  /** Returns the version that serves a key, never one with a share of zero. */
  public String version(String key) {
    if (live.size() == 1) {
      return live.get(0).version();
    }
    long hash = hash(key);
    Share best = live.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (Share share : live) {
      double distance = -Math.log(unit(hash, share.salt())) / share.weight();
      if (distance < least) {
        least = distance;
        best = share;
      }
    }
    return best.version();
  }

  /** Returns the versions that receive a copy of a key's requests; usually none. */
  public List<String> mirrors(String key) {
    if (mirrored.isEmpty()) {
      return List.of();
    }
    long hash = hash(key);
    List<String> copies = new ArrayList<>(mirrored.size());
    for (Share share : mirrored) {
      if (unit(hash, share.salt()) * 100 <= share.weight()) {
        copies.add(share.version());
      }
    }
    return copies;
  }

  private static List<Share> shares(Map<String, Percent> weights, long salt) {
    return weights.entrySet().stream()
        .filter(entry -> entry.getValue().value() > 0)
        .map(e -> new Share(e.getKey(), hash(e.getKey()) + salt, e.getValue().value()))
        .toList();
  }

  /** Returns FNV-1a over the text's UTF-16 units; {@link #unit} mixes it further. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Returns a number in (0, 1]: the upper 53 bits of the SplitMix64 finalizer over both. */
  private static double unit(long key, long salt) {
    long mixed = mix(key + mix(salt));
    return ((mixed >>> 11) + 1) * 0x1.0p-53;
  }

  private static long mix(long bits) {
    long z = bits + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
