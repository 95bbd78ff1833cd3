package dev.retrain.backend.local.endpoint;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The share of copies the machine has room for.
 *
 * <p>Halved after each look that found the processors busy, doubled after each that found them
 * idle; so it is settled ahead, by the load of the time before. Which requests lose their copy is
 * left to chance: neither the request nor its answer decides, and the copies that remain are a fair
 * sample. Some are made on the busiest machine, so that a shadow is seen there too.
 *
 * <p>One thread looks, any number ask.
 */
final class SpareCapacity {

  private static final double BUSY = 0.9;
  private static final double IDLE = 0.75;
  private static final double LEAST = 1.0 / 16;

  private volatile double share = 1;

  /** Returns whether there is room for one more copy. */
  boolean hasRoom() {
    double now = share;
    return now == 1 || ThreadLocalRandom.current().nextDouble() < now;
  }

  /**
   * Settles the share until the next look.
   *
   * @param load of all processors since the last look, from 0 to 1; anything else is not known
   */
  void look(double load) {
    if (load >= BUSY) {
      share = Math.max(LEAST, share / 2);
    } else if (load >= 0 && load < IDLE) {
      share = Math.min(1, share * 2);
    }
  }

  double share() {
    return share;
  }
}
