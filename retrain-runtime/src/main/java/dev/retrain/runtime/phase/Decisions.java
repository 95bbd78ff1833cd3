package dev.retrain.runtime.phase;

import dev.retrain.api.backend.RunKey;
import dev.retrain.api.document.Node;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.Decision.Kind;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;
import java.util.Optional;

/** Writes decisions of one look. */
record Decisions(String retraining, Instant at, Optional<String> run, Optional<String> version) {

  static Decisions of(Observed seen, Phase phase) {
    return new Decisions(
        seen.retraining().name(),
        seen.notBefore(phase.since()),
        Optional.empty(),
        Optional.empty());
  }

  Decisions run(RunKey key) {
    return new Decisions(retraining, at, Optional.of(key.value()), version);
  }

  Decisions version(String number) {
    return new Decisions(retraining, at, run, Optional.of(number));
  }

  Decision make(Kind kind, String rule, String what, String why, Node.Mapping evidence) {
    return new Decision(retraining, at, kind, rule, what, why, evidence, run, version);
  }

  Decision make(Kind kind, String rule, String what, String why) {
    return make(kind, rule, what, why, Facts.NONE.toNode());
  }
}
