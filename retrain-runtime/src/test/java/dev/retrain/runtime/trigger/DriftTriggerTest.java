package dev.retrain.runtime.trigger;

import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.guide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.source.DataWindow;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.profile.Profile;
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

class DriftTriggerTest {

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;
  private Path profile;

  @BeforeEach
  void trainChampion() throws Exception {
    profile = Files.createDirectory(folder.resolve("profile"));
    Profile.of(rows(1, 0)).write(profile.resolve("profile.json"));
  }

  private static Dataset rows(long seed, double shift) {
    double[] values = new Random(seed).doubles(2000).map(v -> v + shift).toArray();
    double[] still = new Random(seed + 1000).doubles(2000).toArray();
    return Dataset.builder().numeric("distance", values).numeric("hour", still).build();
  }

  private Looker looker(DriftTrigger trigger) {
    Looker looker = new Looker(trigger);
    looker.champion = Optional.of(champion("1"));
    looker.since = Optional.of(looker.now);
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

  private Signal window(Looker looker, int day, double shift) {
    Path file = folder.resolve("day-" + day + ".csv");
    rows(day + 10L, shift).writeCsv(file);
    looker.windows.add(new DataWindow(looker.now, looker.now.plus(DAY), file, "v" + day));
    return looker.look(DAY);
  }

  @Test
  void firesAfterTwoDriftingWindowsAndKeepsItsWordUntilTheNext() {
    Looker looker = looker(drift().hysteresis(2, 2));

    assertThat(window(looker, 1, 0)).isInstanceOf(Signal.Quiet.class);
    assertThat(window(looker, 2, 0.4)).isInstanceOf(Signal.Quiet.class);
    Signal fired = window(looker, 3, 0.4);
    assertThat(fired).isInstanceOf(Signal.Fire.class);
    assertThat(((Signal.Fire) fired).firingId()).isEqualTo("2001-01-04T00:00:00Z");
    assertThat(fired.why()).contains("1 of 2 features drifted: distance in 2000 rows");
    assertThat(looker.look(Duration.ofHours(1))).isEqualTo(fired);
  }

  @Test
  void aNewChampionIsANewReference() {
    Looker looker = looker(drift().hysteresis(1, 0));
    assertThat(window(looker, 1, 0.4)).isInstanceOf(Signal.Fire.class);

    looker.champion = Optional.of(champion("2"));
    looker.since = Optional.of(looker.now);

    assertThat(looker.look().why()).contains("no window has ended since the champion is live");
  }

  @Test
  void tooFewRowsAreUndecided() {
    Looker looker = looker(drift().minimumRows(5000));

    Signal signal = window(looker, 1, 0.4);

    assertThat(signal).isInstanceOf(Signal.Undecided.class);
    assertThat(signal.why()).startsWith("not enough data");
  }

  @Test
  void withoutChampionOrProfileThereIsNothingToCompareWith() {
    Looker looker = new Looker(guide());
    assertThat(looker.look().why()).contains("no champion");

    looker.champion =
        Optional.of(
            new ModelVersion("m", "1", Instant.EPOCH, URI.create("file:/m"), Map.of(), Set.of()));
    assertThat(looker.look().why()).contains("carries no training profile");
  }

  @Test
  void confidenceCanBeAskedFor() {
    Looker sure = looker(guide().confidence(new Fraction(0.8)));
    Looker surer = looker(guide().confidence(new Fraction(1)));

    assertThat(window(sure, 1, 0.4)).isInstanceOf(Signal.Fire.class);
    assertThat(window(surer, 1, 0.4).why()).contains("but only with confidence");
  }
}
