package dev.retrain.drift.profile;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts categories by name.
 *
 * <p>Up to eight times the cap are held while counting, so that a category that is rare at first
 * can still become one of the most frequent; beyond that the rarest are moved to OTHER.
 */
final class CategoricalAccumulator implements Accumulator {
  private static final int SLACK = 8;

  private final ColumnKind kind;
  private final int cap;
  private final Distinct distinct = new Distinct();
  private Map<String, Long> counts = new HashMap<>();
  private long rows;
  private long missing;
  private long other;

  CategoricalAccumulator(ColumnKind kind, int cap) {
    this.kind = kind;
    this.cap = cap;
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void add(Column batch) {
    rows += batch.rows();
    missing += batch.missingCount();
    CategoricalColumn column =
        batch instanceof BooleanColumn flags ? flags.asCategorical() : (CategoricalColumn) batch;
    long[] perCode = column.counts();
    for (int code = 0; code < perCode.length; code++) {
      if (perCode[code] > 0) {
        count(column.dictionary().get(code), perCode[code]);
      }
    }
  }

  private void count(String category, long times) {
    distinct.add(category);
    counts.merge(category, times, Long::sum);
    if (counts.size() > (long) SLACK * cap) {
      Map<String, Long> kept = new HashMap<>(CategoricalProfile.largest(counts, SLACK * cap / 2));
      other += CategoricalProfile.sum(counts) - CategoricalProfile.sum(kept);
      counts = kept;
    }
  }

  @Override
  public ColumnProfile profile() {
    return new CategoricalProfile(kind, rows, missing, counts, other, distinct.copy(), cap);
  }
}
