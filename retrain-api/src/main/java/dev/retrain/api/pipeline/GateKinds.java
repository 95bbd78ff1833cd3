package dev.retrain.api.pipeline;

/**
 * Gives the artifacts of a gate their kinds, which a document names only where they are written.
 */
final class GateKinds {

  private GateKinds() {}

  static Gate resolved(Gate gate) {
    Registration registration = gate.registration();
    return new Gate(
        Artifact.metrics(gate.metrics().name()),
        gate.condition(),
        new Registration(
            registration.modelName(),
            Artifact.model(registration.model().name()),
            registration.serving()));
  }
}
