package dev.retrain.spi.backend;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Tag;
import dev.retrain.api.source.DataVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request for one run.
 *
 * @param pipeline what is run
 * @param key names the run; submitting the same key again gives the same run
 * @param parameters every declared parameter, as {@link Pipeline#bind} gives them
 * @param mode how much is trained
 * @param dataVersion the version of the data it works on
 * @param reason why it is requested
 * @param sample the share of rows to work on, above 0 up to 1
 * @param champion the live version, bound to the artifact {@code champion}
 * @param tags for everything created
 */
public record Submission(
    Pipeline pipeline,
    RunKey key,
    Map<String, String> parameters,
    RetrainMode mode,
    String dataVersion,
    String reason,
    double sample,
    Optional<ModelVersion> champion,
    Map<String, String> tags) {

  /** The tag that holds the mode in which a run was submitted. */
  public static final String MODE_TAG = "Mode";

  /** The value of {@link #MODE_TAG} for a trial started by a build service. */
  public static final String TRIAL_MODE = "ci";

  /** The tag of a run that is not adopted by a retraining: {@code false} for every trial. */
  public static final String ADOPT_TAG = "retrain.adopt";

  /** Checks the ranges and that every parameter is bound; a trial is marked by a tag. */
  public Submission {
    requireNonNull(key);
    requireNonNull(mode);
    requireNonNull(champion);
    parameters = Collections.unmodifiableMap(new TreeMap<>(pipeline.bind(parameters)));
    if (!(sample > 0 && sample <= 1)) {
      throw new IllegalArgumentException("a sample lies above 0 up to 1, is " + sample);
    }
    if (reason.isBlank() || dataVersion.isBlank()) {
      throw new IllegalArgumentException("a run needs a reason and a data version");
    }
    tags = adoptable(Tag.spelled(tags), sample);
  }

  private static Map<String, String> adoptable(Map<String, String> tags, double sample) {
    if (!isTrial(sample, tags)) {
      return tags;
    }
    Map<String, String> all = new TreeMap<>(tags);
    all.put(ADOPT_TAG, "false");
    return Collections.unmodifiableMap(all);
  }

  /** Returns a run on all rows with the pipeline's own tags. */
  public static Submission of(
      Pipeline pipeline,
      RunKey key,
      Map<String, String> parameters,
      RetrainMode mode,
      String dataVersion,
      String reason) {
    return new Submission(
        pipeline, key, parameters, mode, dataVersion, reason, 1, Optional.empty(), pipeline.tags());
  }

  /** Returns a copy with a live version. */
  public Submission withChampion(Optional<ModelVersion> version) {
    return new Submission(
        pipeline, key, parameters, mode, dataVersion, reason, sample, version, tags);
  }

  /** Returns a copy on a share of the rows. */
  public Submission sampled(double share) {
    return new Submission(
        pipeline, key, parameters, mode, dataVersion, reason, share, champion, tags);
  }

  /** Returns the version of the data the run works on. */
  public DataVersion data() {
    return DataVersion.parse(dataVersion);
  }

  /**
   * Returns whether the run is a trial: on a share of the rows, or started by a build service. A
   * trial runs to its gate; it registers nothing and is never adopted.
   */
  public boolean isTrial() {
    return isTrial(sample, tags);
  }

  private static boolean isTrial(double sample, Map<String, String> tags) {
    return sample < 1 || TRIAL_MODE.equals(tags.get(MODE_TAG));
  }

  /**
   * Reports missing tags {@link Tag#OWNER} and {@link Tag#ENVIRONMENT}: errors outside trials, of
   * which backends of shared services refuse the run; else warnings.
   */
  public List<Problem> tagProblems() {
    return Tag.warnings("run " + key, tags).stream()
        .map(
            found ->
                isTrial()
                    ? found
                    : Problem.error(
                        found.code(), found.path(), found.subject(), found.what(), found.fix()))
        .toList();
  }

  /** Returns a copy with more tags. */
  public Submission withTags(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(tags);
    all.putAll(more);
    return new Submission(
        pipeline, key, parameters, mode, dataVersion, reason, sample, champion, all);
  }
}
