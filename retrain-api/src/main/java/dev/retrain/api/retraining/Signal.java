package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import java.util.Map;

/** The result of one evaluation of a trigger. */
public sealed interface Signal {

  /**
   * The model deserves retraining.
   *
   * @param why the reason in one sentence
   * @param evidence the numbers behind it; aggregates and references, never rows
   * @param firingId identifies what fired, the same at every evaluation: a cron instant, a flag's
   *     version, a window's end, a request's id; never the time of the evaluation
   */
  record Fire(String firingId, String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Fire {
      requireNonNull(firingId);
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** Does nothing. */
  record Quiet(String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Quiet {
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** The data does not suffice to decide. */
  record Undecided(String why, Node.Mapping evidence) implements Signal {
    /** Checks that nothing is missing. */
    public Undecided {
      requireNonNull(why);
      requireNonNull(evidence);
    }
  }

  /** Returns the reason in one sentence. */
  String why();

  /** Returns the numbers behind it; aggregates and references, never rows. */
  Node.Mapping evidence();

  /** Returns a firing with its evidence. */
  static Signal fire(String firingId, String why, Node.Mapping evidence) {
    return new Fire(firingId, why, evidence);
  }

  /** Returns a firing with its evidence. */
  static Signal fire(String firingId, String why) {
    return new Fire(firingId, why, Node.of(Map.of()));
  }

  /** Returns a signal that nothing is to be done, with its evidence. */
  static Signal quiet(String why, Node.Mapping evidence) {
    return new Quiet(why, evidence);
  }

  /** Returns a signal that nothing is to be done. */
  static Signal quiet(String why) {
    return new Quiet(why, Node.of(Map.of()));
  }

  /** Returns a signal that the data does not suffice, with its evidence. */
  static Signal undecided(String why, Node.Mapping evidence) {
    return new Undecided(why, evidence);
  }

  /** Returns a signal that the data does not suffice. */
  static Signal undecided(String why) {
    return new Undecided(why, Node.of(Map.of()));
  }
}
