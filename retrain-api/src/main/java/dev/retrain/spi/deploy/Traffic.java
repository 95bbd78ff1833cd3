package dev.retrain.spi.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/** The traffic of a target: as it was set, on its way to that, or failed to get there. */
public sealed interface Traffic {

  /** Requests follow the split, on every part of the target. */
  record Settled(TrafficSplit split) implements Traffic {
    /** Checks that nothing is missing. */
    public Settled {
      requireNonNull(split);
    }

    @Override
    public Optional<TrafficSplit> current() {
      return Optional.of(split);
    }

    @Override
    public String toString() {
      return split.toString();
    }
  }

  /**
   * The target is changing its traffic; requests may follow either split.
   *
   * @param from before the change; empty where there was none or the service does not report it
   * @param to after it
   * @param since when it began; empty where the service does not report it
   */
  record Updating(Optional<TrafficSplit> from, TrafficSplit to, Optional<Instant> since)
      implements Traffic {
    /** Checks that nothing is missing. */
    public Updating {
      requireNonNull(from);
      requireNonNull(to);
      requireNonNull(since);
    }

    @Override
    public Optional<TrafficSplit> current() {
      return from;
    }

    @Override
    public String toString() {
      return from.map(split -> split + ", ").orElse("") + "changing to " + to;
    }
  }

  /**
   * The last change failed for a reason that the service reports; it stays until the next {@link
   * Deployer#route}.
   *
   * @param split that requests follow now; empty where the service does not report it
   * @param why in the service's words
   */
  record Failed(Optional<TrafficSplit> split, String why) implements Traffic {
    /** Checks that nothing is missing. */
    public Failed {
      requireNonNull(split);
      requireNonNull(why);
    }

    @Override
    public Optional<TrafficSplit> current() {
      return split;
    }

    @Override
    public String toString() {
      return split.map(TrafficSplit::toString).orElse("unknown")
          + " (a change failed: "
          + why
          + ")";
    }
  }

  /** Returns the split that requests follow; the one before while the target is changing. */
  Optional<TrafficSplit> current();
}
