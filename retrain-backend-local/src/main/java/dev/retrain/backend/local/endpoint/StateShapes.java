package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.serving.HostedState;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;

/** The JSON form of the endpoint's state, in its file and in its administration alike. */
final class StateShapes {

  static final Shape<ModelVersion> MODEL = ModelVersion.shape();
  static final Shape<TrafficSplit> TRAFFIC = TrafficSplit.shape();
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
    var health =
        all.required("health", VersionHealth.shape(), HostedState.Kept::health, "what was counted");
    return all.build(f -> new HostedState.Kept(f.get(model), f.get(health)));
  }
}
