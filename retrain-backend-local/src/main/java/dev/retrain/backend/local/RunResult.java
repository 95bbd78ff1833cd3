package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a run ended: the content of {@code result.json}.
 *
 * @param outcome succeeded, rejected, failed or cancelled
 * @param ended when
 * @param artifacts name to where its folder lies; only those that were written
 * @param metrics of the gate, or all by {@code artifact.metric} without one
 * @param gate its decision; empty when it was not reached or there is none
 * @param registered the version the gate registered
 * @param failure what went wrong
 */
record RunResult(
    Outcome outcome,
    Instant ended,
    Map<String, URI> artifacts,
    Map<String, Double> metrics,
    Optional<GateDecision> gate,
    Optional<Registered> registered,
    Optional<Failure> failure) {

  /** How a run can end. */
  enum Outcome {
    SUCCEEDED,
    REJECTED,
    UNDECIDED,
    FAILED,
    CANCELLED
  }

  /** The gate's decision and its reason. */
  record GateDecision(boolean passed, String why) {}

  /** A version of a model. */
  record Registered(String model, String version) {}

  /**
   * What went wrong.
   *
   * @param step which failed; empty when it was none
   * @param why in one sentence
   * @param logTail at most 20 lines
   * @param log where the whole log lies
   */
  record Failure(Optional<String> step, String why, List<String> logTail, Optional<URI> log) {
    Failure {
      logTail = List.copyOf(logTail);
    }

    static Failure of(String why) {
      return new Failure(Optional.empty(), why, List.of(), Optional.empty());
    }
  }

  static final Shape<RunResult> SHAPE = shape();

  RunResult {
    artifacts = Collections.unmodifiableMap(new TreeMap<>(artifacts));
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  static RunResult failed(Instant ended, Failure failure) {
    return without(Outcome.FAILED, ended, Optional.of(failure));
  }

  static RunResult cancelled(Instant ended) {
    return without(Outcome.CANCELLED, ended, Optional.empty());
  }

  private static RunResult without(Outcome outcome, Instant ended, Optional<Failure> failure) {
    return new RunResult(
        outcome, ended, Map.of(), Map.of(), Optional.empty(), Optional.empty(), failure);
  }

  private static Shape<URI> uri() {
    return Shapes.text().as(URI::create, URI::toString);
  }

  private static Shape<GateDecision> gateShape() {
    ObjectShape.Builder<GateDecision> gate = ObjectShape.named("GateDecision");
    var passed = gate.required("passed", Shapes.bool(), GateDecision::passed, "its decision");
    var why = gate.required("why", Shapes.text(), GateDecision::why, "its reason");
    return gate.build(f -> new GateDecision(f.get(passed), f.get(why)));
  }

  private static Shape<Registered> registeredShape() {
    ObjectShape.Builder<Registered> version = ObjectShape.named("Registered");
    var model = version.required("model", Shapes.text(), Registered::model, "its name");
    var number = version.required("version", Shapes.text(), Registered::version, "its number");
    return version.build(f -> new Registered(f.get(model), f.get(number)));
  }

  private static Shape<Failure> failureShape() {
    ObjectShape.Builder<Failure> failure = ObjectShape.named("Failure");
    var step = failure.maybe("step", Shapes.text(), Failure::step, "which failed");
    var why = failure.required("why", Shapes.text(), Failure::why, "in one sentence");
    var tail =
        failure.optional(
            "logTail", Shapes.list(Shapes.text()), List.of(), Failure::logTail, "the last lines");
    var log = failure.maybe("log", uri(), Failure::log, "where the whole log lies");
    return failure.build(f -> new Failure(f.find(step), f.get(why), f.get(tail), f.find(log)));
  }

  private static Shape<RunResult> shape() {
    ObjectShape.Builder<RunResult> all = ObjectShape.named("RunResult");
    var outcome =
        all.required("outcome", Shapes.choice(Outcome.class), RunResult::outcome, "how it ended");
    var ended = all.required("ended", Shapes.instant(), RunResult::ended, "when");
    var artifacts =
        all.optional(
            "artifacts", Shapes.map(uri()), Map.of(), RunResult::artifacts, "where they lie");
    var metrics =
        all.optional(
            "metrics", Shapes.map(Shapes.number()), Map.of(), RunResult::metrics, "the numbers");
    var gate = all.maybe("gate", gateShape(), RunResult::gate, "its decision");
    var registered =
        all.maybe("registered", registeredShape(), RunResult::registered, "by the gate");
    var failure = all.maybe("failure", failureShape(), RunResult::failure, "what went wrong");
    return all.build(
        f ->
            new RunResult(
                f.get(outcome),
                f.get(ended),
                f.get(artifacts),
                f.get(metrics),
                f.find(gate),
                f.find(registered),
                f.find(failure)));
  }
}
