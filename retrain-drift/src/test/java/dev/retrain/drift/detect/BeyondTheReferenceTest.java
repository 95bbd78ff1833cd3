package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.Profile;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values the reference never had, below its minimum and above its maximum. */
class BeyondTheReferenceTest {

  private static final int ROWS = 5000;

  private static double[] values(DoubleUnaryOperator ofRow) {
    return IntStream.range(0, ROWS).mapToDouble(i -> ofRow.applyAsDouble(i)).toArray();
  }

  private static Dataset data(double... values) {
    return Dataset.of(Map.of("x", NumericColumn.of(values)));
  }

  static Stream<Arguments> moves() {
    double[] mostlyZero = values(i -> i % 10 == 0 ? 1 + i % 70 : 0);
    double[] flags = values(i -> i % 2);
    double[] mostlyOne = values(i -> i % 20 == 0 ? 0 : 1);
    return Stream.of(
        Arguments.of("zeros below", mostlyZero, map(mostlyZero, x -> x == 0 ? -5 : x)),
        Arguments.of("flags below", flags, map(flags, x -> x == 0 ? -1 : x)),
        Arguments.of("flags above", flags, map(flags, x -> x == 1 ? 2 : x)),
        Arguments.of("most above", mostlyOne, map(mostlyOne, x -> x == 1 ? 7 : x)),
        Arguments.of("constant below", values(i -> 5), values(i -> 4)),
        Arguments.of("constant above", values(i -> 5), values(i -> 6)));
  }

  private static double[] map(double[] values, DoubleUnaryOperator change) {
    return Arrays.stream(values).map(change).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moves")
  void theMonitorSeesThemByRowsAndByProfile(String name, double[] reference, double[] current) {
    for (FrozenReference frozen :
        new FrozenReference[] {
          FrozenReference.of(data(reference)), FrozenReference.of(Profile.of(data(reference)))
        }) {
      DriftMonitor monitor =
          DriftMonitor.on(frozen, MonitorWindow.tumbling(ROWS), Clock.systemUTC());
      for (double value : current) {
        monitor.observe(new double[] {value});
      }
      DriftReport report =
          DriftPolicy.standard().judge(frozen.measure(monitor.poll().orElseThrow()));
      assertThat(report.verdict()).isEqualTo(DriftVerdict.DRIFT);
      assertThat(report.feature("x").score().orElseThrow()).isGreaterThan(0.4);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moves")
  void theStabilityIndexSeesThem(String name, double[] reference, double[] current) {
    for (DriftDetector detector :
        new DriftDetector[] {
          DriftDetector.against(data(reference), DriftPolicy.guide()),
          DriftDetector.against(Profile.of(data(reference)), DriftPolicy.guide())
        }) {
      FeatureReport x = detector.check(data(current)).feature("x");
      Distribution.Numeric numeric = (Distribution.Numeric) x.measures().distribution();
      assertThat(numeric.psi().orElseThrow().value()).isGreaterThan(1);
      assertThat(x.verdict()).isEqualTo(DriftVerdict.DRIFT);
    }
  }

  @Test
  void theBinsBeyondChangeNothingWhereNothingLiesThere() {
    double[] flags = values(i -> i % 2);
    double[] other = values(i -> i % 3 == 0 ? 1 : 0);
    Distribution.Numeric numeric =
        (Distribution.Numeric)
            DriftDetector.against(data(flags), DriftPolicy.guide())
                .check(data(other))
                .feature("x")
                .measures()
                .distribution();
    assertThat(numeric.psi().orElseThrow().bins()).isEqualTo(2);
  }
}
