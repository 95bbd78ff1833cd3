package dev.retrain.api.pipeline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The standard steps: one main class that does the same thing everywhere, as a child process of
 * this Java on the local backend and as the image named by {@code stepsImage} on a cloud. {@code
 * gate} and {@code register} are standard components too, but a pipeline reaches them only through
 * {@link Pipeline.Builder#when}.
 */
public final class StandardSteps {

  private StandardSteps() {}

  /**
   * Copies rows into a dataset.
   *
   * @param source a file, a folder or a URI that the step's file systems can open; {@code {name}}
   *     is replaced by a parameter the step receives
   */
  public static Step ingest(String name, String source) {
    return standard(name, "ingest", Map.of("source", source));
  }

  /**
   * Profiles a dataset: reads one dataset, writes one profile. A {@code schema.json} in the
   * dataset's folder names the columns that are not features.
   */
  public static Step profile(String name) {
    return standard(name, "profile", Map.of());
  }

  /** Proposes a schema from a profile: writes a dataset folder with {@code schema.json}. */
  public static Step inferSchema(String name) {
    return standard(name, "infer-schema", Map.of());
  }

  /**
   * Validates a profile or a dataset against a schema and fails the run on a new violation.
   *
   * @param schema the schema's file
   */
  public static Step validate(String name, String schema) {
    return standard(name, "validate", Map.of("schema", schema));
  }

  /** Tests a dataset against a reference dataset or profile and writes metrics such as drift.ks. */
  public static Step drift(String name) {
    return standard(name, "drift", Map.of());
  }

  /**
   * Compares the scores of challenger and champion on the same rows and writes metrics, the
   * champion's under {@code champion.} and improvements under {@code gain.}.
   */
  public static Step compare(String name) {
    return standard(name, "compare", Map.of());
  }

  /** Cuts a dataset in two: the first dataset it writes is for training, the second held out. */
  public static Split split(String name) {
    return new Split(name);
  }

  /** How a dataset is cut. */
  public static final class Split {
    private final String name;

    private Split(String name) {
      this.name = name;
    }

    /**
     * Holds out the latest fifth of the rows.
     *
     * @param column a timestamp or ISO date
     * @param embargo how much time before the held-out rows is dropped from training
     */
    public Step byTime(String column, Embargo embargo) {
      return byTime(column, embargo, 0.2);
    }

    /**
     * Holds out a share of the latest rows.
     *
     * @param column a timestamp or ISO date
     * @param embargo how much time before the held-out rows is dropped from training
     * @param holdout the share that is held out, between 0 and 1
     */
    public Step byTime(String column, Embargo embargo, double holdout) {
      Map<String, String> options = holdoutOf(holdout);
      options.put("by", "time");
      options.put("column", column);
      options.put("embargo", embargo.length().toString());
      return standard(name, "split", options);
    }

    /**
     * Keeps all rows with one value of the column on one side.
     *
     * @param column the group, such as a customer
     * @param holdout the share that is held out, between 0 and 1
     * @param seed of the choice of groups
     */
    public Step byGroup(String column, double holdout, long seed) {
      Map<String, String> options = holdoutOf(holdout);
      options.put("by", "group");
      options.put("column", column);
      options.put("seed", Long.toString(seed));
      return standard(name, "split", options);
    }

    /**
     * Assigns each row to a side by a hash of its position and the seed.
     *
     * @param holdout the share that is held out, between 0 and 1
     * @param seed of the hash
     */
    public Step random(double holdout, long seed) {
      Map<String, String> options = holdoutOf(holdout);
      options.put("by", "random");
      options.put("seed", Long.toString(seed));
      return standard(name, "split", options);
    }

    private static Map<String, String> holdoutOf(double share) {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "the held-out share must lie between 0 and 1, is " + share);
      }
      Map<String, String> options = new LinkedHashMap<>();
      options.put("holdout", Double.toString(share));
      return options;
    }
  }

  /**
   * Time before the held-out rows that is dropped from training, so that labels and features of the
   * two sides cannot overlap.
   *
   * @param length not negative
   */
  public record Embargo(Duration length) {
    /** Checks the range. */
    public Embargo {
      if (length.isNegative()) {
        throw new IllegalArgumentException("an embargo must not be negative, is " + length);
      }
    }

    /** Returns an embargo of this length. */
    public static Embargo embargo(Duration length) {
      return new Embargo(length);
    }
  }

  private static Step standard(String name, String component, Map<String, String> options) {
    return new Step.Process(name, ContainerTask.of(new Program.Standard(component, options)));
  }
}
