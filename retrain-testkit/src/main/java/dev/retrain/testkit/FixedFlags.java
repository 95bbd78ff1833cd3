package dev.retrain.testkit;

import dev.retrain.api.source.FlagSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Flags that a test switches. Thread-safe. */
public final class FixedFlags implements FlagSource {

  private final ConcurrentMap<String, Flag> flags = new ConcurrentHashMap<>();

  /** Switches a flag; its version grows when that changes it. */
  public FixedFlags set(String name, boolean on) {
    flags.merge(
        name,
        new Flag(on, "1"),
        (old, first) ->
            old.on() == on ? old : new Flag(on, Long.toString(Long.parseLong(old.version()) + 1)));
    return this;
  }

  @Override
  public Optional<Flag> flag(String name) {
    return Optional.ofNullable(flags.get(name));
  }
}
