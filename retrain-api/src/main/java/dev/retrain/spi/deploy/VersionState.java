package dev.retrain.spi.deploy;

import static java.util.Objects.requireNonNull;

/** Whether a version can answer requests. */
public sealed interface VersionState {

  /** It is being started and does not answer yet. */
  VersionState STARTING = new Starting();

  /** It answers. */
  VersionState READY = new Ready();

  /** It was there and is not any more, for example because it was deleted at the service. */
  VersionState GONE = new Gone();

  /** The state of a version that is being started. */
  record Starting() implements VersionState {}

  /** The state of a version that answers. */
  record Ready() implements VersionState {}

  /**
   * The state of a version that the target has given up; waiting does not help, preparing it again
   * may.
   *
   * @param why in the service's words
   */
  record Failed(String why) implements VersionState {
    /** Checks that nothing is missing. */
    public Failed {
      requireNonNull(why);
    }
  }

  /** The state of a version that was removed by other means. */
  record Gone() implements VersionState {}

  /** Returns {@link #READY} or {@link #STARTING}. */
  static VersionState of(boolean ready) {
    return ready ? READY : STARTING;
  }
}
