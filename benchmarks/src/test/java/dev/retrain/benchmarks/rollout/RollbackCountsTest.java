package dev.retrain.benchmarks.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackCountsTest {
  @Test
  void boundIsTheExactOne() {
    // sequential/reference.py, "exact"
    assertThat(of(200, 0).upperBound()).isCloseTo(0.018275340355148807, within(1e-10));
    assertThat(of(1000, 9).upperBound()).isCloseTo(0.017015783070048987, within(1e-10));
    assertThat(of(1000, 50).upperBound()).isCloseTo(0.06539048791549365, within(1e-10));
    assertThat(of(10, 10).upperBound()).isEqualTo(1);
  }

  @Test
  void medianCountsTheRunsThatWereNotRolledBack() {
    assertThat(RollbackCounts.of(5, List.of(9.0, 3.0, 6.0)).medianMinutes()).isEqualTo(9);
    assertThat(RollbackCounts.of(5, List.of(3.0, 6.0)).medianMinutes()).isInfinite();
    assertThat(RollbackCounts.of(5, List.of(3.0, 6.0)).rateAndMedian()).isEqualTo("40.0 %, -");
    assertThat(RollbackCounts.of(2, List.of(3.0, 6.0)).rateAndMedian())
        .isEqualTo("100.0 %, 3.0 min");
  }

  private static RollbackCounts of(int runs, int hits) {
    return RollbackCounts.of(runs, Collections.nCopies(hits, 1.0));
  }
}
