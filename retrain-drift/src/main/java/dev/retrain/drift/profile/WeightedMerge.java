package dev.retrain.drift.profile;

/** Merges sorted runs of weighted values, from the back, in place. */
final class WeightedMerge {
  private WeightedMerge() {}

  /** Merges {@code run}, each of {@code weight}, into the first {@code size} sorted values. */
  static int into(double[] values, long[] weights, int size, double[] run, long weight) {
    int mine = size - 1;
    int theirs = run.length - 1;
    for (int to = size + run.length - 1; theirs >= 0; to--) {
      if (mine >= 0 && values[mine] > run[theirs]) {
        values[to] = values[mine];
        weights[to] = weights[mine--];
      } else {
        values[to] = run[theirs--];
        weights[to] = weight;
      }
    }
    return size + run.length;
  }
}
