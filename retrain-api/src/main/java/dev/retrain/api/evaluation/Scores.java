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
 * <p>Immutable and thread-safe; accessors of arrays return copies.
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

  /** Returns the rows of one slice, in order. */
  public Scores slice(String name) {
    int[] selected = IntStream.range(0, size()).filter(i -> slices[i].equals(name)).toArray();
    Scores part = new Scores(selected.length);
    for (int i = 0; i < selected.length; i++) {
      part.ids[i] = ids[selected[i]];
      part.timesMillis[i] = timesMillis[selected[i]];
      part.labels[i] = labels[selected[i]];
      part.scores[i] = scores[selected[i]];
      part.slices[i] = name;
      part.latencies[i] = latencies[selected[i]];
    }
    return part;
  }

  /**
   * One prediction with its outcome.
   *
   * @param id of the row, unique within one model's scores
   * @param time of the prediction
   * @param label the outcome: 0 or 1 for two classes, the class number, or the value; finite
   * @param score the prediction: a probability, a class number, or a value; finite
   * @param slice the group the row belongs to; empty when there are none
   * @param latencyMillis how long the prediction took; empty where it was not measured
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
            "row "
                + id
                + " took "
                + latencyMillis.getAsDouble()
                + " ms, the latency must not be negative");
      }
    }

    /** Creates a prediction without a measured latency. */
    public Row(String id, Instant time, double label, double score, String slice) {
      this(id, time, label, score, slice, OptionalDouble.empty());
    }
  }

  /** Returns the number of rows. */
  public int size() {
    return ids.length;
  }

  /** Returns the id of a row. */
  public String id(int row) {
    return ids[row];
  }

  /** Returns the time of a row's prediction. */
  public Instant time(int row) {
    return Instant.ofEpochMilli(timesMillis[row]);
  }

  /** Returns the label of a row. */
  public double label(int row) {
    return labels[row];
  }

  /** Returns the score of a row. */
  public double score(int row) {
    return scores[row];
  }

  /** Returns the slice of a row. */
  public String slice(int row) {
    return slices[row];
  }

  /** Returns a copy of all labels. */
  public double[] labels() {
    return labels.clone();
  }

  /** Returns a copy of all scores. */
  public double[] scores() {
    return scores.clone();
  }

  /** Returns the measured latencies in milliseconds, ascending; rows without one are left out. */
  public double[] sortedLatencies() {
    return Arrays.stream(latencies).filter(Double::isFinite).sorted().toArray();
  }

  /** Returns the names of the slices, sorted, each once. */
  public List<String> slices() {
    return Arrays.stream(slices).distinct().sorted().toList();
  }
}
