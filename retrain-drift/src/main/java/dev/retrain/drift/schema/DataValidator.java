package dev.retrain.drift.schema;

import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds what is wrong with data: by a schema of retrain, or by the results that TensorFlow Data
 * Validation or Great Expectations wrote for the same data. Implementations are immutable.
 */
public interface DataValidator {

  /**
   * Returns every anomaly of files that are parts of one data set, by column.
   *
   * @param files at least one, all of the same columns
   * @param options how to read them; a column sensitive there shows nothing
   * @throws dev.retrain.api.error.DataProblem if they, or the results about them, cannot be read
   */
  List<Anomaly> validate(List<Path> files, ReadOptions options);

  /** Returns the validator that checks data against a schema. */
  static DataValidator of(Schema schema) {
    return (files, options) ->
        schema.validate(
            files, options.preferredKinds(schema.readOptions().kinds()).roles(options.roles()));
  }

  /**
   * Returns the validator that takes the anomalies another one found and wrote to a file; see
   * {@link ValidatorResults}. The data itself is not read again.
   */
  static DataValidator ofResults(Path results) {
    return (files, options) -> {
      Roles roles = options.roles();
      return ValidatorResults.read(results, roles);
    };
  }
}
