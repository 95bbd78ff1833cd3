package dev.retrain.runtime;

import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.runtime.source.DescribedWindows;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives a run its data window by the parameters that its pipeline declares for it. */
final class WindowParameters {

  /** The start of the window, inclusive, as an ISO 8601 instant. */
  private static final String FROM = "window_from";

  /** The end of the window, exclusive, as an ISO 8601 instant. */
  private static final String TO = "window_to";

  /** The file or folder of the window's rows. */
  private static final String ROWS = "window_rows";

  /** The file of the schema that describes the rows. */
  private static final String SCHEMA = "window_schema";

  private WindowParameters() {}

  /** Returns the values of those that the pipeline declares; none without a window. */
  static Map<String, String> of(
      Pipeline pipeline, Optional<DataWindow> window, DataWindows windows) {
    Map<String, String> values = new TreeMap<>();
    window.ifPresent(
        known -> {
          values.put(FROM, known.start().toString());
          values.put(TO, known.end().toString());
          values.put(ROWS, known.rows().toString());
          if (windows instanceof DescribedWindows described) {
            described.schema().ifPresent(file -> values.put(SCHEMA, file.toString()));
          }
          Set<String> declared =
              pipeline.parameters().stream().map(Parameter::name).collect(Collectors.toSet());
          values.keySet().retainAll(declared);
        });
    return values;
  }
}
