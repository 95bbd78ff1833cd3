package dev.retrain.http;

import java.time.Duration;

/**
 * How calls are repeated.
 *
 * @param tries the most, the first included, from 1 to 4
 * @param firstPause before the second try; doubles before each further one
 */
record Repetition(int tries, Duration firstPause) {

  static final int MOST = 4;
  static final Repetition STANDARD = new Repetition(MOST, Duration.ofMillis(250));

  Repetition {
    if (tries < 1 || tries > MOST) {
      throw new IllegalArgumentException("tries must be from 1 to " + MOST + ", is " + tries);
    }
  }
}
