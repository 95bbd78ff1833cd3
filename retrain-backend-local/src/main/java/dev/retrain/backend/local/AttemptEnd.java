package dev.retrain.backend.local;

import java.util.Optional;

/**
 * How one execution of a step ended.
 *
 * @param wrong what went wrong, in words that follow the step's name; empty when nothing did
 * @param known false when nothing tells how it ended, so that it must be executed again
 */
record AttemptEnd(Optional<String> wrong, boolean known) {

  static AttemptEnd well() {
    return new AttemptEnd(Optional.empty(), true);
  }

  static AttemptEnd failed(String why) {
    return new AttemptEnd(Optional.of(why), true);
  }

  static AttemptEnd unknown() {
    return new AttemptEnd(Optional.empty(), false);
  }

  static AttemptEnd ofCode(int code) {
    return code == 0 ? well() : failed("exited with code " + code);
  }

  boolean isWell() {
    return known && wrong.isEmpty();
  }
}
