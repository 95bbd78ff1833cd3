package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.LatencyHistogram;
import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.api.serving.HostedState;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The JSON form of the endpoint's state, in its file and in its administration alike. */
final class StateShapes {

  private static final long MOST = Long.MAX_VALUE;

  static final Shape<ModelVersion> MODEL = model();
  static final Shape<TrafficSplit> TRAFFIC = traffic();
  static final Shape<HostedState> STATE = state();

  private StateShapes() {}

  private static Shape<HostedState> state() {
    ObjectShape.Builder<HostedState> all = ObjectShape.named("EndpointState");
    var versions =
        all.required("versions", Shapes.map(kept()), HostedState::versions, "by their name");
    var traffic = all.maybe("traffic", TRAFFIC, HostedState::traffic, "once it was routed");
    return all.build(f -> new HostedState(f.get(versions), f.find(traffic)));
  }

  private static Shape<HostedState.Kept> kept() {
    ObjectShape.Builder<HostedState.Kept> all = ObjectShape.named("PreparedVersion");
    var model = all.required("model", MODEL, HostedState.Kept::model, "as it was registered");
    var health = all.required("health", health(), HostedState.Kept::health, "what was counted");
    return all.build(f -> new HostedState.Kept(f.get(model), f.get(health)));
  }

  private static Shape<TrafficSplit> traffic() {
    Shape<Map<String, Percent>> shares = Shapes.map(Percent.shape());
    ObjectShape.Builder<TrafficSplit> all = ObjectShape.named("TrafficSplit");
    var live = all.required("live", shares, TrafficSplit::live, "version to percentage");
    var mirrored =
        all.optional("mirrored", shares, Map.of(), TrafficSplit::mirrored, "version to percentage");
    return all.build(f -> new TrafficSplit(f.get(live), f.get(mirrored)));
  }

  private static Shape<ModelVersion> model() {
    ObjectShape.Builder<ModelVersion> all = ObjectShape.named("ModelVersion");
    var model = all.required("model", Shapes.text(), ModelVersion::model, "the model's name");
    var version = all.required("version", Shapes.text(), ModelVersion::version, "its version");
    var created =
        all.required("createdAt", Shapes.instant(), ModelVersion::createdAt, "when registered");
    var artifact =
        all.required(
            "artifact",
            Shapes.text().as(URI::create, URI::toString),
            ModelVersion::artifact,
            "where its folder lies");
    var tags =
        all.optional("tags", Shapes.map(Shapes.text()), Map.of(), ModelVersion::tags, "its tags");
    var aliases =
        all.optional(
            "aliases",
            Shapes.list(Shapes.text()),
            List.of(),
            v -> List.copyOf(v.aliases()),
            "that point to it");
    return all.build(
        f ->
            new ModelVersion(
                f.get(model),
                f.get(version),
                f.get(created),
                f.get(artifact),
                f.get(tags),
                new TreeSet<>(f.get(aliases))));
  }

  private static Shape<VersionHealth> health() {
    ObjectShape.Builder<VersionHealth> all = ObjectShape.named("VersionHealth");
    var ready = all.required("ready", Shapes.bool(), VersionHealth::ready, "whether it answers");
    var errors =
        all.required("errors", Shapes.integer(0, MOST), VersionHealth::errors, "of the requests");
    var latency =
        all.required(
            "latency",
            Shapes.list(Shapes.integer(0, MOST)).as(StateShapes::histogram, StateShapes::list),
            VersionHealth::latency,
            "requests per bucket");
    var outcomes =
        all.optional(
            "outcomes", Shapes.map(totals()), Map.of(), VersionHealth::outcomes, "by metric");
    return all.build(
        f ->
            new VersionHealth(
                f.get(ready),
                f.get(latency).total(),
                f.get(errors),
                f.get(latency),
                f.get(outcomes)));
  }

  private static Shape<OutcomeTotals> totals() {
    ObjectShape.Builder<OutcomeTotals> all = ObjectShape.named("OutcomeTotals");
    var count =
        all.required("count", Shapes.integer(0, MOST), OutcomeTotals::count, "known outcomes");
    var sum = all.required("sum", Shapes.number(), OutcomeTotals::sum, "of the values");
    var squares =
        all.required("sumOfSquares", Shapes.number(), OutcomeTotals::sumOfSquares, "of the values");
    return all.build(f -> new OutcomeTotals(f.get(count), f.get(sum), f.get(squares)));
  }

  private static LatencyHistogram histogram(List<Long> counts) {
    return LatencyHistogram.of(counts.stream().mapToLong(Long::longValue).toArray());
  }

  private static List<Long> list(LatencyHistogram histogram) {
    return Arrays.stream(histogram.counts()).boxed().toList();
  }
}
