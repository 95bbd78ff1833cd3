package dev.retrain.drift.online;

import java.util.ArrayList;
import java.util.List;

/** The buckets of ADWIN: row r holds at most five buckets of 2^r values each, the oldest first. */
final class ExponentialHistogram {

  private static final int MOST_PER_ROW = 5;

  private record Bucket(long count, double mean, double squares) {
    Bucket and(Bucket other) {
      double all = (double) count + other.count;
      double gap = other.mean - mean;
      return new Bucket(
          count + other.count,
          mean + gap * other.count / all,
          squares + other.squares + gap * gap * count * other.count / all);
    }
  }

  /** Asked for every cut into an older and a newer part. */
  interface Cut {
    boolean test(long oldCount, double oldMean, long newCount, double newMean);
  }

  private static final Bucket EMPTY = new Bucket(0, 0, 0);

  private final List<List<Bucket>> rows = new ArrayList<>();
  private Bucket whole = EMPTY;

  void add(double value) {
    Bucket single = new Bucket(1, value, 0);
    whole = whole.count == 0 ? single : whole.and(single);
    append(0, single);
  }

  private void append(int row, Bucket bucket) {
    if (row == rows.size()) {
      rows.add(new ArrayList<>());
    }
    List<Bucket> buckets = rows.get(row);
    buckets.add(bucket);
    if (buckets.size() > MOST_PER_ROW) {
      append(row + 1, buckets.remove(0).and(buckets.remove(0)));
    }
  }

  void dropOldest() {
    List<Bucket> oldest = rows.get(rows.size() - 1);
    oldest.remove(0);
    if (oldest.isEmpty()) {
      rows.remove(rows.size() - 1);
    }
    whole = EMPTY;
    for (List<Bucket> row : rows) {
      for (Bucket bucket : row) {
        whole = whole.count == 0 ? bucket : whole.and(bucket);
      }
    }
  }

  boolean anyCut(Cut cut) {
    long oldCount = 0;
    double oldSum = 0;
    double sum = whole.mean * whole.count;
    for (int row = rows.size() - 1; row >= 0; row--) {
      for (Bucket bucket : rows.get(row)) {
        oldCount += bucket.count;
        oldSum += bucket.mean * bucket.count;
        long newCount = whole.count - oldCount;
        if (newCount > 0
            && cut.test(oldCount, oldSum / oldCount, newCount, (sum - oldSum) / newCount)) {
          return true;
        }
      }
    }
    return false;
  }

  long count() {
    return whole.count;
  }

  double mean() {
    return whole.mean;
  }

  double variance() {
    return whole.count == 0 ? 0 : whole.squares / whole.count;
  }
}
