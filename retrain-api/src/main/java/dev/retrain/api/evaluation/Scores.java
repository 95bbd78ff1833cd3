package dev.retrain.api.evaluation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Row-level predictions of one model, column by column. Rows of champion and challenger with the
 * same id are the same row.
 *
 * <p>Immutable and thread-safe; accessors of arrays give copies, single values do not.
 */
public final class Scores {

  private final String[] ids;
  private final long[] timesMillis;
  private final double[] labels;
  private final double[] scores;
  private final String[] slices;
  private final double[] latencies;

  private Scores(int rows) {
    this.ids = new String[rows];
    this.timesMillis = new long[rows];
    this.labels = new double[rows];
    this.scores = new double[rows];
    this.slices = new String[rows];
    this.latencies = new double[rows];
  }

  /**
   * Scores from rows.
   *
   * @throws IllegalArgumentException if a label or score is NaN or infinite
   */
  public static Scores of(List<Row> rows) {
    int n = rows.size();
    Scores all = new Scores(n);
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      all.ids[i] = row.id();
      all.timesMillis[i] = row.time().toEpochMilli();
      all.labels[i] = row.label();
      all.scores[i] = row.score();
      all.slices[i] = row.slice();
      all.latencies[i] = row.latencyMillis().orElse(Double.NaN);
    }
    return all;
  }

  /** The rows of one slice, in order. */
  public Scores slice(String name) {
    int[] mine = IntStream.range(0, size()).filter(i -> slices[i].equals(name)).toArray();
    Scores part = new Scores(mine.length);
    for (int i = 0; i < mine.length; i++) {
      part.ids[i] = ids[mine[i]];
      part.timesMillis[i] = timesMillis[mine[i]];
      part.labels[i] = labels[mine[i]];
      part.scores[i] = scores[mine[i]];
      part.slices[i] = name;
      part.latencies[i] = latencies[mine[i]];
    }
    return part;
  }

  /**
   * One prediction with what really happened.
   *
   * @param id of the row, unique within one model's scores
   * @param time of the prediction
   * @param label what happened: 0 or 1 for two classes, the class number, or the value; finite
   * @param score what was predicted: a probability, a class number, or a value; finite
   * @param slice the group the row belongs to; empty when there are none
   * @param latencyMillis how long the prediction took; empty where nobody measured it
   */
  public record Row(
      String id,
      Instant time,
      double label,
      double score,
      String slice,
      OptionalDouble latencyMillis) {
    /** Checks that the numbers are finite. */
    public Row {
      if (!Double.isFinite(label) || !Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "row "
                + id
                + " has the label "
                + label
                + " and the score "
                + score
                + ", both must be finite");
      }
      if (latencyMillis.isPresent() && !(latencyMillis.getAsDouble() >= 0)) {
        throw new IllegalArgumentException(
            "row " + id + " took " + latencyMillis.getAsDouble() + " ms, which is no time");
      }
    }

    /** A prediction whose time nobody measured. */
    public Row(String id, Instant time, double label, double score, String slice) {
      this(id, time, label, score, slice, OptionalDouble.empty());
    }
  }

  /** How many rows. */
  public int size() {
    return ids.length;
  }

  /** The id of a row. */
  public String id(int row) {
    return ids[row];
  }

  /** When the prediction of a row was made. */
  public Instant time(int row) {
    return Instant.ofEpochMilli(timesMillis[row]);
  }

  /** The label of a row. */
  public double label(int row) {
    return labels[row];
  }

  /** The score of a row. */
  public double score(int row) {
    return scores[row];
  }

  /** The slice of a row. */
  public String slice(int row) {
    return slices[row];
  }

  /** A copy of all labels. */
  public double[] labels() {
    return labels.clone();
  }

  /** A copy of all scores. */
  public double[] scores() {
    return scores.clone();
  }

  /** How long predictions took in milliseconds, ascending; without the rows nobody measured. */
  public double[] sortedLatencies() {
    return Arrays.stream(latencies).filter(Double::isFinite).sorted().toArray();
  }

  /** The names of the slices, sorted, each once. */
  public List<String> slices() {
    return Arrays.stream(slices).distinct().sorted().toList();
  }
}
