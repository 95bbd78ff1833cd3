package dev.retrain.runtime.provenance;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Describes the origin of a run, complete before it is submitted.
 *
 * @param model model of which the run makes a version
 * @param commit commit of the code; empty if unknown
 * @param at time of the decision
 * @param attempt number of the run on its day, from 1
 * @param data data of the run
 */
public record Provenance(
    String model, Optional<Commit> commit, Instant at, int attempt, DataReference data) {

  /** The tag that holds the commit. */
  public static final String COMMIT_TAG = "retrain.git";

  /** The tag that holds the version tag, {@code v{gitSha}-{timestamp}}. */
  public static final String VERSION_TAG = "retrain.version";

  /** The tag that holds the run's path, {@code {model}/{yyyy}/{mm}/{dd}/run_{gitShaShort}-1}. */
  public static final String PATH_TAG = "retrain.path";

  /** The tag that holds the version of the data. */
  public static final String DATA_TAG = "retrain.data";

  private static final String UNKNOWN = "unknown";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  /** Checks that nothing is missing. */
  public Provenance {
    requireNonNull(model);
    requireNonNull(commit);
    requireNonNull(at);
    requireNonNull(data);
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts start at 1, got " + attempt);
    }
  }

  /** Returns {@code v{gitSha}-{timestamp}}, such as {@code v1f0c...-20260131T030000Z}. */
  public String versionTag() {
    return "v" + commit.map(Commit::sha).orElse(UNKNOWN) + "-" + TIMESTAMP.format(at);
  }

  /**
   * Returns {@code {model}/{yyyy}/{mm}/{dd}/run_{gitShaShort}-{attempt}}; the day is that of UTC.
   */
  public String path() {
    String code = commit.map(Commit::abbreviated).orElse(UNKNOWN);
    return model + "/" + DAY.format(at) + "/run_" + code + "-" + attempt;
  }

  /** Returns the tags of everything the run creates. */
  public Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    commit.ifPresent(known -> tags.put(COMMIT_TAG, known.sha()));
    tags.put(VERSION_TAG, versionTag());
    tags.put(PATH_TAG, path());
    tags.put(DATA_TAG, data.version());
    return tags;
  }

  /** Returns the document form. */
  public Node.Mapping toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("model", Node.of(model));
    commit.ifPresent(known -> document.put("commit", Node.of(known.sha())));
    document.put("versionTag", Node.of(versionTag()));
    document.put("path", Node.of(path()));
    document.put("data", data.toNode());
    return Node.of(document);
  }
}
