package dev.retrain.drift.detect;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** A drift policy in a document: what differs from a named one. */
final class PolicyShape {

  private enum Base {
    STANDARD,
    GUIDE;

    DriftPolicy policy() {
      return this == GUIDE ? DriftPolicy.guide() : DriftPolicy.standard();
    }
  }

  /** A measure's key and how its limit is made; the order is that of the written effects. */
  private record Measure(String key, DoubleFunction<Threshold> limit) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("psi", Threshold.Psi::new),
          new Measure("ks_statistic", Threshold.KsStatistic::new),
          new Measure("ks_p_value", Threshold.KsPValue::new),
          new Measure("wasserstein_scaled", Threshold.ScaledWasserstein::new),
          new Measure("js_distance", Threshold.JensenShannon::new),
          new Measure("tvd", Threshold.TotalVariation::new),
          new Measure("chi2_p_value", Threshold.ChiSquarePValue::new),
          new Measure("missing_rate_change", Threshold.MissingRateChange::new));

  static final Shape<DriftPolicy> SHAPE = policy();

  private PolicyShape() {}

  private static Shape<DriftPolicy> policy() {
    Shape<Double> share = Shapes.number(0, 1);
    Shape<Long> windows = Shapes.integer(0, 1000);
    ObjectShape.Builder<DriftPolicy> all = ObjectShape.named("DriftPolicy");
    var name =
        all.optional("name", Shapes.text(), "custom", DriftPolicy::name, "what reports call it");
    var base =
        all.optional(
            "base", Shapes.choice(Base.class), Base.STANDARD, p -> Base.STANDARD, "for the rest");
    var effects =
        all.maybe("effects", effects(), p -> Optional.of(p.effects()), "one must be passed");
    var rate =
        all.maybe(
            "falseDiscoveryRate",
            share,
            p -> Optional.of(p.falseDiscoveryRate()),
            "share of false alarms among drifted features; 1 asks for size alone");
    var smoothing =
        all.maybe("smoothing", share, p -> Optional.of(p.smoothing()), "weight of the newest");
    var consecutive =
        all.maybe(
            "consecutiveWindows", windows, p -> Optional.of((long) p.consecutiveWindows()), "");
    var rest =
        all.maybe("coolDownWindows", windows, p -> Optional.of((long) p.coolDownWindows()), "");
    var rows =
        all.maybe(
            "minimumRows",
            Shapes.integer(0, Long.MAX_VALUE),
            p -> Optional.of(p.minimumRows()),
            "fewer are insufficient data");
    var least =
        all.maybe(
            "minimumShare", share, p -> Optional.of(p.minimumShare()), "of features; 0 is any one");
    return all.build(
        f -> {
          DriftPolicy from = f.get(base).policy();
          return new DriftPolicy(
              f.get(name),
              f.find(effects).orElse(from.effects()),
              f.find(rate).orElse(from.falseDiscoveryRate()),
              f.find(smoothing).orElse(from.smoothing()),
              f.find(consecutive).map(Math::toIntExact).orElse(from.consecutiveWindows()),
              f.find(rest).map(Math::toIntExact).orElse(from.coolDownWindows()),
              f.find(rows).orElse(from.minimumRows()),
              f.find(least).orElse(from.minimumShare()));
        });
  }

  private static Shape<List<Threshold>> effects() {
    ObjectShape.Builder<List<Threshold>> all = ObjectShape.named("DriftEffects");
    List<ObjectShape.Field<List<Threshold>, Double>> fields = new ArrayList<>();
    for (Measure measure : MEASURES) {
      fields.add(
          all.maybe(
              measure.key(),
              Shapes.number(0, Double.MAX_VALUE),
              limits -> limit(limits, measure.key()),
              "its limit"));
    }
    return all.build(
        f -> {
          List<Threshold> limits = new ArrayList<>();
          for (int i = 0; i < fields.size(); i++) {
            f.find(fields.get(i)).map(MEASURES.get(i).limit()::apply).ifPresent(limits::add);
          }
          return List.copyOf(limits);
        });
  }

  private static Optional<Double> limit(List<Threshold> limits, String measure) {
    return limits.stream()
        .filter(limit -> limit.measure().equals(measure))
        .map(Threshold::limit)
        .findFirst();
  }
}
