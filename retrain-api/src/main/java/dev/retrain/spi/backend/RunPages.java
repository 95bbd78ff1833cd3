package dev.retrain.spi.backend;

import dev.retrain.api.error.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks the parts of a list of runs. */
final class RunPages {

  private static final int MOST = 1000;

  private RunPages() {}

  static List<RunSummary> all(Backend backend, String model, Instant since) {
    List<RunSummary> all = new ArrayList<>();
    Optional<String> page = Optional.empty();
    for (int i = 0; i < MOST; i++) {
      RunPage part = backend.runs(model, since, page);
      part.runs().stream()
          .filter(run -> !run.started().isBefore(since))
          .filter(run -> run.model().map(model::equals).orElse(true))
          .forEach(all::add);
      if (part.next().isEmpty()) {
        return List.copyOf(all);
      }
      if (part.next().equals(page)) {
        throw new TransientFailure(
            "listing the runs of "
                + model
                + " on "
                + backend.name()
                + " does not get further: "
                + "the part after "
                + page.get()
                + " is itself");
      }
      page = part.next();
    }
    throw new TransientFailure(
        "listing the runs of "
            + model
            + " on "
            + backend.name()
            + " did not end within "
            + MOST
            + " parts");
  }
}
