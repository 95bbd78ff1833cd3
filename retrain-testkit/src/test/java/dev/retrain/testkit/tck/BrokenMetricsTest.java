package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.tck.Broken.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A source of metrics that breaks one rule fails the cases that name it. */
class BrokenMetricsTest {

  private static UnaryOperator<MetricSource> rule = source -> source;

  /** The fixed source with one rule broken; run by this test, not by itself. */
  static class BrokenMetrics extends MetricSourceTck {
    @Override
    protected MetricSource source(String metric, List<MetricPoint> points) {
      FixedMetrics all = new FixedMetrics();
      points.forEach(point -> all.put(metric, point.at(), point.value()));
      return rule.apply(all);
    }
  }

  private static Rule<MetricSource> asking(
      String broken, Broken.Instead instead, String mend, String... cases) {
    return Broken.rule(MetricSource.class, broken, "read", instead, mend, cases);
  }

  private static Rule<MetricSource> answering(
      String broken, UnaryOperator<List<MetricPoint>> change, String mend, String... cases) {
    return asking(
        broken,
        (real, arguments) -> change.apply(points(real.withArguments(arguments))),
        mend,
        cases);
  }

  private static List<MetricPoint> points(Object read) {
    return new ArrayList<>(((List<?>) read).stream().map(MetricPoint.class::cast).toList());
  }

  static Stream<Rule<MetricSource>> rules() {
    return Stream.of(
        answering(
            "the newest point comes first",
            points -> {
              Collections.reverse(points);
              return points;
            },
            "",
            "givesPointsOldestFirst",
            "leavesOutTheBeginningAndTakesInTheEnd",
            "leavesGapsEmpty",
            "keepsZeroAndNegativeValues"),
        answering(
            "times are moved to the end of their minute",
            points ->
                new ArrayList<>(
                    points.stream()
                        .map(p -> new MetricPoint(p.at().plusSeconds(59), p.value()))
                        .toList()),
            "",
            "keepsTheTimeOfAPoint"),
        asking(
            "the beginning of a stretch is taken in",
            (real, arguments) ->
                real.withArguments(
                    arguments[0], ((Instant) arguments[1]).minusMillis(1), arguments[2]),
            "",
            "leavesOutTheBeginningAndTakesInTheEnd",
            "hasNothingInAnEmptyStretch"),
        asking(
            "the end of a stretch is left out",
            (real, arguments) ->
                real.withArguments(
                    arguments[0], arguments[1], ((Instant) arguments[2]).minusMillis(1)),
            "",
            "leavesOutTheBeginningAndTakesInTheEnd",
            "keepsTheTimeOfAPoint"),
        asking(
            "an unknown metric is 0",
            (real, arguments) ->
                arguments[0].equals("unheard_of")
                    ? List.of(new MetricPoint((Instant) arguments[2], MetricValue.of(0)))
                    : real.withArguments(arguments),
            "not 0, not NaN",
            "hasNothingOfAMetricItDoesNotKnow"),
        answering(
            "gaps are filled with the value before",
            points -> filled(points),
            "never filled",
            "leavesGapsEmpty"),
        answering(
            "values that are not positive are dropped",
            points -> {
              points.removeIf(point -> point.value().value() <= 0);
              return points;
            },
            "",
            "keepsZeroAndNegativeValues"),
        new Rule<>(
            "a point is given once",
            BrokenMetricsTest::emptied,
            Set.of("returnsTheSameTwice"),
            "changes nothing"));
  }

  private static MetricSource emptied(MetricSource real) {
    AtomicBoolean read = new AtomicBoolean();
    return (metric, after, upTo) ->
        read.getAndSet(true) ? List.of() : real.read(metric, after, upTo);
  }

  private static List<MetricPoint> filled(List<MetricPoint> points) {
    List<MetricPoint> all = new ArrayList<>();
    for (MetricPoint point : points) {
      while (!all.isEmpty()
          && Duration.between(all.get(all.size() - 1).at(), point.at()).toMinutes() > 1) {
        MetricPoint before = all.get(all.size() - 1);
        all.add(new MetricPoint(before.at().plus(Duration.ofMinutes(1)), before.value()));
      }
      all.add(point);
    }
    return all;
  }

  @AfterEach
  void mend() {
    rule = source -> source;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsExactlyTheCasesThatNameTheFault(Rule<MetricSource> broken) {
    rule = broken.by();

    Broken.assertNamed(broken, Broken.failures(BrokenMetrics.class));
  }

  @Test
  void passesWhenNothingIsBroken() {
    assertThat(Broken.failures(BrokenMetrics.class)).isEmpty();
  }
}
