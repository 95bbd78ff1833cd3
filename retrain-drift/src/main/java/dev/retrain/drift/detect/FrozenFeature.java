package dev.retrain.drift.detect;

import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.stat.BinCounts;

/** One feature's frozen bins and how the reference fills them. */
interface FrozenFeature {

  String name();

  ColumnRole role();

  ColumnKind kind();

  /** Returns how many bins there are; missing values are counted apart. */
  int bins();

  /** Returns what identifies the bins, so that counts of another reference are not mixed in. */
  int fingerprint();

  /** Measures the counts of a window. */
  FeatureMeasures measure(BinCounts current);
}
