package dev.retrain.drift.schema;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Roles;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the results of other validators as anomalies, for teams that have them.
 *
 * <p>TensorFlow Data Validation: an {@code Anomalies} message as JSON, with camel or snake case
 * names. Great Expectations: the JSON of a validation result, or of a checkpoint result that holds
 * several, and what {@code describe()} of either prints.
 */
public final class ValidatorResults {
  private ValidatorResults() {}

  /**
   * Reads a result file of either validator.
   *
   * @param roles of its sensitive columns no value, description or example is taken over
   * @throws DataProblem if the file is neither
   * @throws dev.retrain.api.error.InvalidDefinitionException if it is no JSON
   */
  public static List<Anomaly> read(Path file, Roles roles) {
    return parse(Documents.read(file), file.toString(), roles);
  }

  /** Reads a result from JSON text; {@code source} is what to call it in problems. */
  public static List<Anomaly> parse(String json, String source, Roles roles) {
    return parse(Documents.parse(json, source), source, roles);
  }

  private static List<Anomaly> parse(Node root, String source, Roles roles) {
    if (Json.any(root, "anomalyInfo", "anomaly_info").isPresent()
        || Json.any(root, "datasetAnomalyInfo", "dataset_anomaly_info").isPresent()
        || Json.any(root, "dataMissing", "data_missing", "baseline", "baselineV1").isPresent()) {
      return new TfdvResults(roles).read(root);
    }
    if (Json.any(root, "results", "run_results", "expectations", "validation_results")
        .isPresent()) {
      return new GreatExpectationsResults(roles).read(root);
    }
    throw new DataProblem(
        "'%s' is no result of TFDV (anomalyInfo) nor of Great Expectations (results, run_results)"
            .formatted(source));
  }
}
