package dev.retrain.examples.flights;

/**
 * A regression tree in flat arrays, the root first.
 *
 * @param feature by node: index of the feature split on, or -1 in a leaf
 * @param value by node: the largest value that goes left, or the leaf's output
 * @param left by node: index of the left child, 0 in a leaf
 * @param right by node: index of the right child, 0 in a leaf
 */
// Arrays are what keeps scoring in the microseconds; trees are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Tree(int[] feature, double[] value, int[] left, int[] right) {

  int nodes() {
    return feature.length;
  }

  /** Returns the leaf a row falls into. */
  int leaf(double[] row) {
    int node = 0;
    while (feature[node] >= 0) {
      node = row[feature[node]] > value[node] ? right[node] : left[node];
    }
    return node;
  }

  double score(double[] row) {
    return value[leaf(row)];
  }

  /**
   * Returns a copy with the same splits and other outputs; those given for inner nodes are not
   * used.
   */
  Tree withLeaves(double[] outputs) {
    double[] replaced = value.clone();
    for (int node = 0; node < nodes(); node++) {
      if (feature[node] < 0) {
        replaced[node] = outputs[node];
      }
    }
    return new Tree(feature, replaced, left, right);
  }
}
