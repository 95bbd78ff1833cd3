package dev.retrain.runtime.phase;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunKey;
import java.time.Instant;
import java.util.Optional;

/** Writes decisions of one look. */
record DecisionFactory(
    String retraining, Instant at, Optional<String> run, Optional<String> version) {

  static DecisionFactory of(PhaseInput seen, Phase phase) {
    return new DecisionFactory(
        seen.policy().name(), seen.notBefore(phase.since()), Optional.empty(), Optional.empty());
  }

  DecisionFactory run(RunKey key) {
    return new DecisionFactory(retraining, at, Optional.of(key.value()), version);
  }

  DecisionFactory version(String number) {
    return new DecisionFactory(retraining, at, run, Optional.of(number));
  }

  Decision make(Kind kind, String rule, String what, String why, Node.Mapping evidence) {
    return new Decision(retraining, at, kind, rule, what, why, evidence, run, version);
  }

  Decision make(Kind kind, String rule, String what, String why) {
    return make(kind, rule, what, why, Facts.NONE.toNode());
  }
}
