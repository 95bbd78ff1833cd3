package dev.retrain.api.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a pipeline before validation. */
record PipelineDraft(
    String name,
    List<Parameter> parameters,
    List<Step> steps,
    Optional<Gate> gate,
    Optional<String> identity,
    Map<String, String> tags,
    Optional<String> description) {

  PipelineDraft {
    parameters = List.copyOf(parameters);
    steps = List.copyOf(steps);
    tags = Map.copyOf(tags);
  }
}
