package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import java.util.Map;

/** What a trigger says at one look. */
public sealed interface Signal {

  /**
   * The model deserves retraining.
   *
   * @param firingId names what fired, the same however often it is looked at: a cron instant, a
   *     flag's version, a window's end, a request's id; never the time of the look
   */
  record Fire(String firingId, String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Fire {
      requireNonNull(firingId);
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** Nothing to do. */
  record Quiet(String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Quiet {
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** Not enough data to say. */
  record Undecided(String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Undecided {
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** The reason in one sentence. */
  String why();

  /** The numbers behind it; aggregates and references, never rows. */
  Node.Mapping evidence();

  /** A firing with its evidence. */
  static Signal fire(String firingId, String why, Node.Mapping evidence) {
    return new Fire(firingId, why, evidence);
  }

  /** A firing without numbers. */
  static Signal fire(String firingId, String why) {
    return new Fire(firingId, why, Node.of(Map.of()));
  }

  /** Nothing to do, with the numbers. */
  static Signal quiet(String why, Node.Mapping evidence) {
    return new Quiet(why, evidence);
  }

  /** Nothing to do. */
  static Signal quiet(String why) {
    return new Quiet(why, Node.of(Map.of()));
  }

  /** Not enough data to say, with the numbers. */
  static Signal undecided(String why, Node.Mapping evidence) {
    return new Undecided(why, evidence);
  }

  /** Not enough data to say. */
  static Signal undecided(String why) {
    return new Undecided(why, Node.of(Map.of()));
  }
}
