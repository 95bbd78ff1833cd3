package dev.retrain.runtime.backtest;

import dev.retrain.api.source.FlagSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** When flags were switched. A flag is off before its first switch. Immutable. */
public final class FlagHistory {

  /** No flag was ever on. */
  public static final FlagHistory NONE = new FlagHistory(Map.of());

  private final Map<String, NavigableMap<Instant, Boolean>> flips;

  private FlagHistory(Map<String, NavigableMap<Instant, Boolean>> flips) {
    this.flips = flips;
  }

  /** Reads a CSV with the columns {@code time}, {@code flag} and {@code on}. */
  public static FlagHistory read(Path file) {
    FlagHistory all = NONE;
    for (CsvRecords.Row row : CsvRecords.read(file, "time", "flag", "on")) {
      all = all.with(row.time("time"), row.text("flag"), row.bool("on"));
    }
    return all;
  }

  /** Returns the history with one more switch at a time. */
  public FlagHistory with(Instant at, String flag, boolean on) {
    Map<String, NavigableMap<Instant, Boolean>> more = new HashMap<>(flips);
    NavigableMap<Instant, Boolean> own = new TreeMap<>(flips.getOrDefault(flag, new TreeMap<>()));
    own.put(at, on);
    more.put(flag, own);
    return new FlagHistory(more);
  }

  /** Returns the flags as they stood at a time. */
  FlagSource at(Instant now) {
    return name -> {
      Map.Entry<Instant, Boolean> last = flips.getOrDefault(name, new TreeMap<>()).floorEntry(now);
      return Optional.of(
          last == null
              ? new FlagSource.Flag(false, "0")
              : new FlagSource.Flag(last.getValue(), last.getKey().toString()));
    };
  }

  boolean isEmpty() {
    return flips.isEmpty();
  }
}
