package dev.retrain.examples.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchOrdersTest {

  @TempDir private Path folder;
  private Path same;
  private Path changed;

  @BeforeEach
  void learnFromAMonth() {
    WatchOrders.learn(Orders.month(folder.resolve("first.csv"), 1, 40, "AT", "DE"), folder);
    same = Orders.month(folder.resolve("same.csv"), 2, 40, "AT", "DE");
    changed = Orders.month(folder.resolve("changed.csv"), 3, 47, "AT", "CH", "DE");
  }

  @Test
  void namesTheCountryNobodyKnew() {
    assertThat(WatchOrders.anomalies(same, folder)).isEmpty();
    assertThat(WatchOrders.anomalies(changed, folder))
        .singleElement()
        .asString()
        .contains("country", "CH");
  }

  @Test
  void seesWhatHasChangedAndAsksForRetrainingWhenItStays() {
    List<DriftReport> reports = WatchOrders.watch(folder, List.of(same, changed, changed));

    assertThat(reports)
        .extracting(DriftReport::verdict)
        .containsExactly(DriftVerdict.NO_DRIFT, DriftVerdict.DRIFT, DriftVerdict.DRIFT);
    assertThat(reports).extracting(DriftReport::retrain).containsExactly(false, false, true);
    assertThat(reports.get(2).drifted()).containsExactly("amount", "country");
  }

  @Test
  void seesItWhileServing() {
    assertThat(WatchOrders.serve(folder, same).verdict()).isEqualTo(DriftVerdict.NO_DRIFT);
    assertThat(WatchOrders.serve(folder, changed).verdict()).isEqualTo(DriftVerdict.DRIFT);
  }
}
