package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.testkit.tck.FiledBackend.Flaw;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that leaves a run wrongly behind when a process is killed fails the case. */
class BrokenCrashesTest {

  private static Flaw flaw = Flaw.NONE;
  private static List<String> left = List.of();

  /** The backend with files, with one flaw; run by this test, not by itself. */
  static class Flawed extends CrashTck {
    @Override
    protected String name() {
      return FiledBackendProvider.NAME;
    }

    @Override
    protected Settings settings(Path place) {
      return Settings.of(
          Map.of(
              "folder", Node.of(place.toString()),
              "flaw", Node.of(flaw.name().toLowerCase(Locale.ROOT).replace('_', '-'))));
    }

    @Override
    protected List<String> orphans(Path place) {
      return left;
    }

    @Override
    protected Duration patience() {
      return flaw == Flaw.LEAVES_RUNS_TO_THE_DEAD ? Duration.ofSeconds(3) : super.patience();
    }
  }

  @AfterEach
  void mend() {
    flaw = Flaw.NONE;
    left = List.of();
  }

  @ParameterizedTest
  @CsvSource({
    "NAMES_RUNS_BY_THE_PROCESS, 'one key, one run'",
    "LEAVES_RUNS_TO_THE_DEAD, 'to end'",
    "REGISTERS_FOR_THE_PROCESS, 'one run, one version'"
  })
  void failsWhereTheFaultIsNamed(Flaw broken, String mend) {
    flaw = broken;

    assertThat(Broken.failures(Flawed.class).values()).singleElement().asString().contains(mend);
  }

  @Test
  void failsWhereSomethingIsLeft() {
    left = List.of("a bucket");

    assertThat(Broken.failures(Flawed.class).values())
        .singleElement()
        .asString()
        .contains("nothing is left that belongs to no run");
  }
}
