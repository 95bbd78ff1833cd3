package dev.retrain.api.evaluation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

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

  private Scores(
      String[] ids, long[] timesMillis, double[] labels, double[] scores, String[] slices) {
    this.ids = ids;
    this.timesMillis = timesMillis;
    this.labels = labels;
    this.scores = scores;
    this.slices = slices;
  }

  /**
   * Scores from rows.
   *
   * @throws IllegalArgumentException if a label or score is NaN or infinite
   */
  public static Scores of(List<Row> rows) {
    int n = rows.size();
    Scores all =
        new Scores(new String[n], new long[n], new double[n], new double[n], new String[n]);
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      all.ids[i] = row.id();
      all.timesMillis[i] = row.time().toEpochMilli();
      all.labels[i] = row.label();
      all.scores[i] = row.score();
      all.slices[i] = row.slice();
    }
    return all;
  }

  /**
   * One prediction with what really happened.
   *
   * @param id of the row, unique within one model's scores
   * @param time of the prediction
   * @param label what happened: 0 or 1 for two classes, the class number, or the value; finite
   * @param score what was predicted: a probability, a class number, or a value; finite
   * @param slice the group the row belongs to; empty when there are none
   */
  public record Row(String id, Instant time, double label, double score, String slice) {
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

  /** The names of the slices, sorted, each once. */
  public List<String> slices() {
    return Arrays.stream(slices).distinct().sorted().toList();
  }
}
