package dev.retrain.runtime.call;

/**
 * One service that the loop calls, such as a backend or the deployer of a target. Its counters
 * belong to {@link Services}, which guards them.
 */
public final class Service {

  private final String name;
  private final boolean limited;

  /** Looks under way that may call it. */
  int looks;

  /** Abandoned calls that have not returned yet. */
  int hanging;

  /** Abandoned calls since the start. */
  long abandoned;

  /** Whether it let a deadline pass and has not answered since. */
  boolean suspect;

  Service(String name, boolean limited) {
    this.name = name;
    this.limited = limited;
  }

  /** Whether only a part of the pool may call it at once. */
  boolean isLimited() {
    return limited;
  }

  /** Returns its name for people, such as {@code backend local}. */
  @Override
  public String toString() {
    return name;
  }
}
