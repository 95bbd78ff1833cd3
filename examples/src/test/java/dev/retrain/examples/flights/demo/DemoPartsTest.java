package dev.retrain.examples.flights.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import dev.retrain.examples.flights.FlightFiles;
import dev.retrain.examples.flights.FlightWeek;
import dev.retrain.examples.flights.FlightsData;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPartsTest {

  private static FlightsData data;

  @TempDir Path folder;

  @BeforeAll
  static void readTheSample() {
    data = FlightsData.sample();
  }

  @Test
  void showsAWeekOnlyOnceItIsOver() {
    FlightCalendar calendar = new FlightCalendar(data, folder);
    FlightWeek fifth = calendar.weeks().get(calendar.index("2001-W05"));
    Instant end = FlightCalendar.end(fifth);

    assertThat(calendar.latest(end.minusSeconds(1)))
        .hasValueSatisfying(window -> assertThat(window.dataVersion()).endsWith("W04"));
    assertThat(calendar.latest(end))
        .hasValueSatisfying(
            window -> {
              assertThat(window.dataVersion()).endsWith("W05");
              assertThat(window.rows()).isRegularFile();
            });
    assertThat(calendar.hasEnded("2001-W05", end)).isTrue();
    assertThat(calendar.hasEnded("2001-W06", end)).isFalse();
  }

  @Test
  void historyHoldsEveryWeekSoFarAndTheSchema() throws Exception {
    FlightCalendar calendar = new FlightCalendar(data, folder);
    Instant end = FlightCalendar.end(calendar.weeks().get(2));

    String week = calendar.historyUpTo(end.plusSeconds(60));

    assertThat(week).isEqualTo("2001-W03");
    Path history = folder.resolve("history").resolve(week);
    assertThat(history.resolve("schema.json")).isRegularFile();
    assertThat(FlightFiles.read(history)).hasSameSizeAs(data.between(0, 3));
  }

  @Test
  void progressSurvivesAKill() {
    Path file = folder.resolve("progress.json");
    DemoProgress start = new DemoProgress(3, Instant.EPOCH, 0, List.of());
    DemoProgress reached =
        start
            .lived(
                new DemoProgress.Seen("2001-W04", Instant.EPOCH, "1", Map.of("auc", 0.65)),
                Instant.EPOCH.plusSeconds(5))
            .stepped(Instant.EPOCH.plusSeconds(9))
            .nextWeek();

    reached.save(file);

    assertThat(DemoProgress.load(file, start)).isEqualTo(reached);
    assertThat(DemoProgress.load(folder.resolve("none.json"), start)).isEqualTo(start);
  }

  @Test
  void bothRetrainingsAreSoundAndSurviveTheirDocumentForm() {
    Retraining late = FlightsRetraining.retraining(DataWindows.NONE, MetricSource.NONE);

    assertThat(Retraining.fromNode(late.toNode())).isEqualTo(late);
    assertThat(FlightsRetraining.minutes().model()).isEqualTo("flight-minutes");
  }

  @Test
  void flagsFlipOnTheirDay() {
    FlightCalendar calendar = new FlightCalendar(data, folder);
    Instant end = FlightCalendar.end(calendar.weeks().get(calendar.index("2001-W20")));

    assertThat(Script.flags(SettableClock.at(end.minusSeconds(1)), calendar).flag("force_retrain"))
        .hasValueSatisfying(flag -> assertThat(flag.on()).isFalse());
    assertThat(Script.flags(SettableClock.at(end), calendar).flag("force_retrain"))
        .hasValueSatisfying(flag -> assertThat(flag.on()).isTrue());
    assertThat(Script.flags(SettableClock.at(end), calendar).flag("other")).isEmpty();
  }
}
