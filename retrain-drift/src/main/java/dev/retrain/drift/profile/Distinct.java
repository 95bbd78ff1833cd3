package dev.retrain.drift.profile;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;

/** Counts distinct values by HyperLogLog of 4096 registers; not safe for use by several threads. */
final class Distinct {
  static final int LOG2_REGISTERS = 12;

  /** One standard error of the estimate relative to the count: 1.04 / sqrt(4096). */
  static final double RELATIVE_ERROR = 1.04 / Math.sqrt(1 << LOG2_REGISTERS);

  private HllSketch sketch;

  Distinct() {
    this(new HllSketch(LOG2_REGISTERS, TgtHllType.HLL_8));
  }

  private Distinct(HllSketch sketch) {
    this.sketch = sketch;
  }

  void add(double value) {
    sketch.update(value);
  }

  void add(String value) {
    // DataSketches skips the empty string, which is a category like any other.
    if (value.isEmpty()) {
      sketch.update(new char[] {'\0', 'e'});
    } else {
      sketch.update(value);
    }
  }

  Distinct merge(Distinct other) {
    Union union = new Union(LOG2_REGISTERS);
    union.update(sketch);
    union.update(other.sketch);
    return new Distinct(union.getResult(TgtHllType.HLL_8));
  }

  long estimate() {
    return Math.round(sketch.getEstimate());
  }

  byte[] toBytes() {
    return sketch.toCompactByteArray();
  }

  static Distinct fromBytes(byte[] bytes) {
    return new Distinct(HllSketch.heapify(bytes));
  }

  Distinct copy() {
    return new Distinct(sketch.copy());
  }
}
