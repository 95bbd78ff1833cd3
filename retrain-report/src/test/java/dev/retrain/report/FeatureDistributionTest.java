package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureDistributionTest {

  @Test
  void withholdsCellsOfOneToNineRows() {
    FeatureDistribution.Shares shares = shares(500, 9, 1, 490);

    assertThat(shares.share(0)).hasValue(0.5);
    assertThat(shares.share(1)).isEmpty();
    assertThat(shares.share(2)).isEmpty();
  }

  @Test
  void showsEmptyCellsAndCellsOfTenRows() {
    FeatureDistribution.Shares shares = shares(990, 10, 0);

    assertThat(shares.share(1)).hasValue(0.01);
    assertThat(shares.share(2)).hasValue(0.0);
  }

  @Test
  void aSingleGapTakesTheNextSmallestCellWithIt() {
    FeatureDistribution.Shares shares = shares(600, 5, 395);

    assertThat(List.of(shares.share(0), shares.share(1), shares.share(2)))
        .containsExactly(Optional.of(0.6), Optional.empty(), Optional.empty());
  }

  @Test
  void noRowsHaveNoShares() {
    assertThat(shares(0, 0).share(0)).isEmpty();
  }

  private static FeatureDistribution.Shares shares(long... rows) {
    return FeatureDistribution.Shares.of(java.util.Arrays.stream(rows));
  }
}
