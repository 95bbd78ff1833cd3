package dev.retrain.drift.profile;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Profiles a file in constant memory: one pass for everything, and, where edges had to be found
 * from the sketch, a second one that counts on them.
 */
final class FileProfiling {
  private final Path file;
  private final ReadOptions reading;
  private final ProfileOptions options;

  private FileProfiling(Path file, ReadOptions reading, ProfileOptions options) {
    this.file = file;
    this.reading = reading;
    this.options = options;
  }

  static Profile of(Path file, ReadOptions reading, ProfileOptions options) {
    return reading.widening(widened -> new FileProfiling(file, widened, options).profile());
  }

  private Profile profile() {
    ProfileBuilder builder = new ProfileBuilder(options);
    Batches batches = new Batches(builder);
    Dataset.stream(file, reading, batches::accept);
    if (batches.only != null) {
      return Profile.of(batches.only, options);
    }
    Profile estimated = builder.build();
    Map<String, long[]> counts = new LinkedHashMap<>();
    estimated.columns().forEach((name, column) -> open(counts, name, column));
    return counts.isEmpty() ? estimated : counted(estimated, counts);
  }

  /** Keeps the first batch back: if it is the only one, its edges can be exact. */
  private static final class Batches {
    private final ProfileBuilder builder;
    private @org.jspecify.annotations.Nullable Dataset only;
    private int seen;

    Batches(ProfileBuilder builder) {
      this.builder = builder;
    }

    void accept(Dataset batch) {
      if (seen++ == 0) {
        only = batch;
        return;
      }
      if (only != null) {
        builder.add(only);
        only = null;
      }
      builder.add(batch);
    }
  }

  private static void open(Map<String, long[]> counts, String name, ColumnProfile column) {
    if (column instanceof NumericProfile numeric && !numeric.histogram().isExact()) {
      counts.put(name, new long[numeric.histogram().bins()]);
    }
  }

  private Profile counted(Profile estimated, Map<String, long[]> counts) {
    long rows =
        Dataset.stream(
            file, reading.progress(unused -> {}), batch -> count(estimated, batch, counts));
    if (rows != estimated.rows()) {
      throw new DataProblem(
          "file '%s' changed while it was read: %d rows, then %d"
              .formatted(file, estimated.rows(), rows));
    }
    Map<String, ColumnProfile> columns = new LinkedHashMap<>(estimated.columns());
    counts.forEach(
        (name, each) -> columns.computeIfPresent(name, (key, column) -> replaced(column, each)));
    return new Profile(columns, estimated.roles(), rows);
  }

  private static void count(Profile profile, Dataset batch, Map<String, long[]> counts) {
    counts.forEach(
        (name, each) -> {
          double[] edges = ((NumericProfile) profile.column(name)).histogram().edges();
          double[] values = ((NumericColumn) batch.column(name)).present();
          Histogram.addTo(each, edges, values, values.length);
        });
  }

  private static ColumnProfile replaced(ColumnProfile column, long[] counts) {
    NumericProfile numeric = (NumericProfile) column;
    return numeric.with(Histogram.of(numeric.histogram().edges(), counts, true));
  }
}
