package dev.retrain.runtime.trigger;

import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static dev.retrain.runtime.trigger.Triggers.modeSwitch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.source.DataWindow;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.profile.Profile;
import dev.retrain.runtime.trigger.ModeSwitch.Measure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch or online by the p90 over features of the drift, and drift with levels. */
class ModeSwitchTest {

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private Path profile;

  @BeforeEach
  void trainChampion() throws Exception {
    profile = Files.createDirectory(folder.resolve("profile"));
    Profile.of(rows(1, 0, 0)).write(profile.resolve("profile.json"));
  }

  /** Ten columns, of which some are shifted by as many sigmas. */
  private static Dataset rows(long seed, int shifted, double by) {
    return rows(seed, 1000, shifted, by);
  }

  private static Dataset rows(long seed, int number, int shifted, double by) {
    Random random = new Random(seed);
    Dataset.Builder rows = Dataset.builder();
    for (int column = 0; column < 10; column++) {
      double shift = column < shifted ? by : 0;
      rows.numeric("x" + column, random.doubles(number).map(v -> v * 3.46 + shift).toArray());
    }
    return rows.build();
  }

  private Looker looker(Trigger trigger) {
    Looker looker = new Looker(trigger);
    looker.since = Optional.of(looker.now);
    looker.champion = Optional.of(champion("1"));
    return looker;
  }

  private ModelVersion champion(String version) {
    return new ModelVersion(
        "m",
        version,
        Instant.EPOCH,
        URI.create("file:/m"),
        Map.of(ModelVersion.PROFILE_TAG, profile.toUri().toString()),
        Set.of());
  }

  private Signal window(Looker looker, Dataset rows) {
    Path file = folder.resolve("w" + looker.now.getEpochSecond() + ".csv");
    rows.writeCsv(file);
    looker.windows.add(new DataWindow(looker.now, looker.now.plus(DAY), file, "v"));
    return looker.look(DAY);
  }

  @Test
  void oneFeatureOfTenDoesNotTurnItAndTwoDo() {
    Looker looker = looker(modeSwitch(0.2, 0.1));

    assertThat(window(looker, rows(2, 1, 1.5))).isInstanceOf(Signal.Quiet.class);
    Signal online = window(looker, rows(3, 2, 1.5));
    assertThat(online).isInstanceOf(Signal.Fire.class);
    assertThat(online.why()).startsWith("online: the 0.9 quantile of psi").endsWith("above 0.2");
    assertThat(((Signal.Fire) online).firingId()).isEqualTo("2001-01-03T00:00:00Z");
  }

  @Test
  void betweenTheLevelsItStaysAsItIs() {
    Looker looker = looker(modeSwitch(0.8, 0.05));
    Dataset between = rows(4, 10, 0.25);

    assertThat(window(looker, between).why()).startsWith("batch");
    assertThat(window(looker, rows(5, 10, 2))).isInstanceOf(Signal.Fire.class);
    assertThat(window(looker, between).why()).startsWith("online");
    assertThat(window(looker, rows(6, 0, 0)).why()).startsWith("batch");
  }

  @Test
  void itIsNeverUndecided() {
    Looker looker = new Looker(modeSwitch(0.2, 0.1));
    assertThat(looker.look()).isInstanceOf(Signal.Quiet.class);
    looker.champion = Optional.of(champion("1"));
    assertThat(looker.look().why()).startsWith("batch: no window");
    looker.champion = Optional.of(champion("2"));
    window(looker, rows(7, 10, 2));
    assertThat(window(looker, rows(8, 100, 0, 0)).why()).as("few rows").startsWith("online");
    Dataset other = Dataset.builder().numeric("y", new double[] {1, 2, 3}).build();
    assertThat(window(looker, other).why()).as("other columns").startsWith("online");
    looker.champion = Optional.of(champion("3"));
    looker.since = Optional.of(looker.now);
    assertThat(looker.look().why()).startsWith("batch");
  }

  @Test
  void triggersFireInTheirMode() {
    ModeSwitch mode = modeSwitch(0.2, 0.1).by(Measure.KS_STATISTIC).quantile(new Fraction(0.5));
    Trigger low = metric("auc").below(0.6);
    Looker online = looker(mode.online(low));
    Looker batch = looker(mode.batch(low));
    for (Looker looker : new Looker[] {online, batch}) {
      looker.metrics.put("auc", looker.now.plus(DAY), 0.5);
    }

    assertThat(window(online, rows(8, 0, 0))).isInstanceOf(Signal.Quiet.class);
    assertThat(batch.look(DAY)).isInstanceOf(Signal.Fire.class);
    online.metrics.put("auc", online.now.plus(DAY), 0.5);
    assertThat(window(online, rows(9, 10, 2))).isInstanceOf(Signal.Fire.class);
    assertThat(window(batch, rows(9, 10, 2)).why()).startsWith("held back: online");
  }

  @Test
  void refusesLevelsInTheWrongOrder() {
    assertThatThrownBy(() -> modeSwitch(0.1, 0.2)).hasMessageContaining("back below a lower");
    assertThatThrownBy(() -> modeSwitch(0.2, 0.1).quantile(new Fraction(0)))
        .hasMessageContaining("quantile");
    assertThatThrownBy(() -> new ModeSwitch(Measure.PSI, new Fraction(0.9), 0.2, 0.1, 0))
        .hasMessageContaining("at least 1 row");
  }

  @Test
  void driftWithLevelsIsOneFiringUntilItIsWeak() {
    Looker looker = looker(Triggers.guide().minimumRows(500).levels(4, 2));
    assertThat(window(looker, rows(10, 10, 0.4)).why()).contains("times the limit, less than 4");
    Signal first = window(looker, rows(11, 10, 2));
    assertThat(first).isInstanceOf(Signal.Fire.class);

    Signal second = window(looker, rows(12, 10, 0.6));
    assertThat(((Signal.Fire) second).firingId()).isEqualTo(((Signal.Fire) first).firingId());
    assertThat(second.why()).contains("not yet below 2");
    assertThat(looker.look(DAY)).as("between windows the firing stands").isEqualTo(second);
    assertThat(window(looker, rows(13, 0, 0))).isInstanceOf(Signal.Quiet.class);
    Signal again = window(looker, rows(14, 10, 2));
    assertThat(((Signal.Fire) again).firingId()).isNotEqualTo(((Signal.Fire) first).firingId());
    assertThatThrownBy(() -> drift().levels(1, 2)).hasMessageContaining("below a lower one");
  }
}
