package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a job is submitted with: the service has no value that is filled in later, neither in tags
 * nor in the addresses of outputs, so all of it stands in the request.
 *
 * @param key of the run
 * @param values of all parameters, by our name
 */
record RunValues(String key, Map<String, String> values) {

  /** What stands for the key in a definition that is not submitted. */
  static final String KEY = "RUN_KEY";

  /** What stands for a value that has no default. */
  static final String GIVEN_LATER = "GIVEN_AT_SUBMISSION";

  private static final Map<String, String> RESERVED =
      Map.of(
          Parameter.RETRAIN_MODE, "batch",
          Parameter.DATA_VERSION, "unknown",
          Parameter.SAMPLE, "1");

  /** Copies the values. */
  RunValues {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns the defaults, for a definition that is not submitted. */
  static RunValues template(Pipeline pipeline) {
    Map<String, String> values = new TreeMap<>();
    pipeline
        .parameters()
        .forEach(
            parameter ->
                values.put(parameter.name(), parameter.defaultValue().orElse(GIVEN_LATER)));
    pipeline
        .reservedParametersUsed()
        .forEach(name -> values.put(name, RESERVED.getOrDefault(name, KEY)));
    values.put(Parameter.RUN_KEY, KEY);
    if (pipeline.gate().isPresent()) {
      values.putIfAbsent(Parameter.SAMPLE, "1");
      values.put(Parameter.TRIAL, "false");
    }
    return new RunValues(KEY, values);
  }
}
