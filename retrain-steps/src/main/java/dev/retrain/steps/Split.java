package dev.retrain.steps;

import dev.retrain.api.document.Durations;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.TimestampColumn;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Cuts a dataset in two, the first for training, the second held out: {@code --by time} holds out
 * the latest rows and drops an embargo before them from training, {@code --by group} keeps rows of
 * one value together, {@code --by random} goes by a hash of each row's place.
 */
final class Split implements Component {

  private enum Side {
    TRAIN,
    HOLDOUT,
    DROPPED
  }

  /** Returns where a row, counted over all files, goes. */
  private interface Cut extends LongFunction<Side> {}

  @Override
  public Usage usage() {
    return Usage.of(
            "Cuts a dataset in two, for training and for holding out.",
            "a dataset",
            "a dataset for training, then one held out")
        .required("by", "time|group|random", "how rows are told apart")
        .required("holdout", "SHARE", "how much is held out, between 0 and 1")
        .optional("column", "NAME", "of times or groups; required by time and group")
        .optional("embargo", "DURATION", "dropped before the held out rows, by time; 0 by default")
        .optional("seed", "N", "of group and random; 0 by default");
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    double holdout = invocation.number("holdout");
    if (!(holdout > 0 && holdout < 1)) {
      throw StepProblem.usage("--holdout takes a share between 0 and 1, not " + holdout);
    }
    String by = invocation.option("by");
    Cut cut =
        switch (by) {
          case "time" -> byTime(invocation, holdout);
          case "group" -> byGroup(invocation, holdout);
          case "random" -> byPlace(invocation, holdout);
          default -> throw StepProblem.usage("--by takes time, group or random, not '" + by + "'");
        };
    long train = copy(invocation, 0, cut, Side.TRAIN);
    long held = copy(invocation, 1, cut, Side.HOLDOUT);
    out.println(train + " rows for training, " + held + " held out");
    if (train == 0 || held == 0) {
      throw StepProblem.data(
          "one side of the split is empty ("
              + train
              + " rows for training, "
              + held
              + " held out); change --holdout or --embargo, or give more rows");
    }
    return 0;
  }

  private static long copy(Invocation invocation, int output, Cut cut, Side side)
      throws IOException {
    DatasetFolder.copySchema(invocation.input(0), invocation.output(output));
    long before = 0;
    long copied = 0;
    for (Path file : DatasetFolder.files(invocation.input(0))) {
      long offset = before;
      long[] seen = new long[1];
      copied +=
          RecordCopy.copy(
              file,
              invocation.output(output),
              row -> {
                seen[0] = row + 1;
                return cut.apply(offset + row) == side;
              });
      before += seen[0];
    }
    return copied;
  }

  private static Cut byPlace(Invocation invocation, double holdout) {
    long seed = seed(invocation);
    return row -> RowHash.ofRow(row, seed) < holdout ? Side.HOLDOUT : Side.TRAIN;
  }

  private static Cut byGroup(Invocation invocation, double holdout) throws IOException {
    long seed = seed(invocation);
    Column groups = column(invocation);
    return row -> {
      int at = Math.toIntExact(row);
      // Rows without a group are one group: where they belong is not known, so they stay together.
      String group = groups.isMissing(at) ? "" : groups.text(at);
      return RowHash.ofText(group, seed) < holdout ? Side.HOLDOUT : Side.TRAIN;
    };
  }

  private static Cut byTime(Invocation invocation, double holdout) throws IOException {
    long embargo = micros(embargo(invocation));
    long[] times = times(invocation);
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    int first = (int) Math.min(sorted.length - 1L, Math.round(sorted.length * (1 - holdout)));
    long from = sorted[first];
    return row -> {
      long time = times[Math.toIntExact(row)];
      if (time >= from) {
        return Side.HOLDOUT;
      }
      return time < from - embargo ? Side.TRAIN : Side.DROPPED;
    };
  }

  private static Duration embargo(Invocation invocation) {
    Optional<String> text = invocation.find("embargo");
    try {
      return text.map(Durations::parse).orElse(Duration.ZERO);
    } catch (IllegalArgumentException e) {
      throw StepProblem.usage("--embargo takes a duration such as 1d, not '" + text.get() + "'");
    }
  }

  private static long micros(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1000);
  }

  private static long[] times(Invocation invocation) throws IOException {
    String name = invocation.option("column");
    Column column = column(invocation);
    if (column.missingCount() > 0) {
      throw StepProblem.data(
          column.missingCount()
              + " rows have no "
              + name
              + ", so it is not known which side they belong to; drop or mend them first");
    }
    if (column.rows() == 0) {
      throw StepProblem.data("there are no rows to split");
    }
    if (column instanceof TimestampColumn times) {
      return times.epochMicros();
    }
    throw StepProblem.data(
        "the column "
            + name
            + " is "
            + column.kind().label()
            + (column instanceof NumericColumn ? ", numbers are no times" : "")
            + "; split by a column of ISO dates or timestamps");
  }

  private static Column column(Invocation invocation) throws IOException {
    String name = invocation.option("column");
    Dataset rows =
        DatasetFolder.read(invocation.input(0), ReadOptions.standard().columns(List.of(name)));
    return rows.column(name);
  }

  private static long seed(Invocation invocation) {
    String text = invocation.find("seed").orElse("0");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw StepProblem.usage("--seed takes a whole number, not '" + text + "'");
    }
  }
}
