package dev.retrain.kfp.check;

/**
 * Something in a definition that would fail, or silently do nothing, at run time.
 *
 * @param where the part of the definition, such as {@code root.tasks.train}
 * @param what is wrong with it
 */
public record SpecFinding(String where, String what) {
  @Override
  public String toString() {
    return where + ": " + what;
  }
}
