package dev.retrain.api.source;

import java.util.Optional;

/** The application's flags. Thread-safe; every call has a deadline. */
public interface FlagSource {

  /** No flags. */
  FlagSource NONE = name -> Optional.empty();

  /**
   * A flag's state.
   *
   * @return empty when it is not known or cannot be read now
   */
  Optional<Flag> flag(String name);

  /**
   * The state of a flag.
   *
   * @param on whether it is on
   * @param version changes whenever the flag is changed; identifies one flip
   */
  record Flag(boolean on, String version) {}
}
