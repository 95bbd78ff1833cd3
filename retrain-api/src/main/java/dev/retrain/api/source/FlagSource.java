package dev.retrain.api.source;

import java.util.Optional;

/** The application's flags. Thread-safe; every call has a deadline. */
public interface FlagSource {

  /** No flags. */
  FlagSource NONE = name -> Optional.empty();

  /**
   * Returns the state of a flag.
   *
   * @return empty when it is not known or cannot be read at present
   */
  Optional<Flag> flag(String name);

  /**
   * The state of a flag.
   *
   * @param on whether it is on
   * @param version changes with every change of the flag; identifies one change
   */
  record Flag(boolean on, String version) {}
}
