package dev.retrain.spi.backend;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;

/** Explains why a backend does not continue failed runs. */
final class Resumption {

  private Resumption() {}

  static UnsupportedFeature unsupported(Backend backend, RunHandle run) {
    Support declared = backend.translator().capabilities().of(Capability.RESUME);
    String fix =
        declared instanceof Support.Absent absent ? absent.fix() : "Submit a new run under its key";
    return new UnsupportedFeature(
        "cannot resume the run "
            + run.key()
            + " on the backend "
            + backend.name()
            + ": "
            + declared.how(),
        FailureContext.hint(fix).withRun(run.key().value()),
        null);
  }
}
