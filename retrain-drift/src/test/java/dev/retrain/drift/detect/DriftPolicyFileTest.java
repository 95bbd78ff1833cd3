package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.error.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftPolicyFileTest {

  @TempDir Path folder;

  private DriftPolicy read(String text) throws IOException {
    return DriftPolicy.read(Files.writeString(folder.resolve("policy.yaml"), text));
  }

  @Test
  void takesWhatIsNotSaidFromItsBase() throws IOException {
    assertThat(read("{base: guide, name: weekly, minimumRows: 50}"))
        .isEqualTo(new DriftPolicy("weekly", DriftPolicy.guide().effects(), 1, 1, 1, 0, 50, 0));
  }

  @Test
  void readsEveryMeasure() throws IOException {
    DriftPolicy policy =
        read(
            """
            effects:
              psi: 0.25
              ks_statistic: 0.1
              ks_p_value: 0.01
              wasserstein_scaled: 0.2
              js_distance: 0.15
              tvd: 0.1
              chi2_p_value: 0.02
              missing_rate_change: 0.05
            falseDiscoveryRate: 0.05
            smoothing: 1
            consecutiveWindows: 3
            coolDownWindows: 0
            minimumShare: 0.5
            """);

    assertThat(policy.effects())
        .isEqualTo(
            List.of(
                new Threshold.Psi(0.25),
                new Threshold.KsStatistic(0.1),
                new Threshold.KsPValue(0.01),
                new Threshold.ScaledWasserstein(0.2),
                new Threshold.JensenShannon(0.15),
                new Threshold.TotalVariation(0.1),
                new Threshold.ChiSquarePValue(0.02),
                new Threshold.MissingRateChange(0.05)));
    assertThat(policy.consecutiveWindows()).isEqualTo(3);
    assertThat(policy.minimumShare()).isEqualTo(0.5);
    assertThat(policy.name()).isEqualTo("custom");
  }

  @Test
  void isWrittenAsItIsRead() {
    for (DriftPolicy policy : List.of(DriftPolicy.standard(), DriftPolicy.guide())) {
      assertThat(
              DocumentReader.of(DriftPolicy.shape(), DriftPolicy.shape().write(policy), "policy"))
          .isEqualTo(policy);
    }
  }

  @Test
  void refusesUnknownKeysAndValuesOutOfRange() {
    assertThatThrownBy(() -> read("effects:\n  ks: 0.1\n"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("unknown key 'ks'");
    assertThatThrownBy(() -> read("consecutiveWindows: 0"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("at least 1");
  }
}
