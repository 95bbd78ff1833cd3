package dev.retrain.backend.local;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Submission;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The values a step receives: the parameters it names, the reserved ones included. */
final class Parameters {

  private Parameters() {}

  static Map<String, String> of(Step step, Submission submission) {
    Map<String, String> all = new TreeMap<>(submission.parameters());
    all.put(Parameter.RETRAIN_MODE, submission.mode().parameter());
    all.put(Parameter.RUN_KEY, submission.key().value());
    all.put(Parameter.DATA_VERSION, submission.dataVersion());
    all.put(Parameter.SAMPLE, Node.of(submission.sample()).toString());
    Map<String, String> named = new TreeMap<>();
    for (String name : step.task().wiring().parameters()) {
      named.put(
          name,
          Optional.ofNullable(all.get(name))
              .orElseThrow(() -> new IllegalStateException("no value for " + name)));
    }
    return named;
  }
}
