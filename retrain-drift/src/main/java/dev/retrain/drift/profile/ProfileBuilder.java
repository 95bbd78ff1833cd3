package dev.retrain.drift.profile;

import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Roles;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a profile of batches in constant memory; not safe for use by several threads.
 *
 * <p>Histograms are counted on the edges of the options' reference; a numeric column it does not
 * have gets edges from its own sketch at the end, with estimated counts. {@code Profile.of(Path)}
 * counts those in a second pass instead.
 */
public final class ProfileBuilder {
  private final ProfileOptions options;
  private final Map<String, Accumulator> columns = new LinkedHashMap<>();
  private Roles roles = Roles.NONE;
  private long rows;

  ProfileBuilder(ProfileOptions options) {
    this.options = options;
  }

  static Profile ofWhole(Dataset dataset, ProfileOptions options) {
    ProfileBuilder builder = new ProfileBuilder(options);
    builder.open(dataset);
    builder.columns.entrySet().parallelStream()
        .forEach(entry -> entry.getValue().addWhole(dataset.column(entry.getKey())));
    builder.rows = dataset.rows();
    return builder.build();
  }

  /**
   * Adds the rows of a batch.
   *
   * @throws DataProblem if its columns are not those of the batches before, or of other kinds
   */
  public ProfileBuilder add(Dataset batch) {
    if (columns.isEmpty()) {
      open(batch);
    }
    if (!columns.keySet().equals(batch.columns().keySet())) {
      throw new DataProblem(
          "a batch of columns %s follows one of %s".formatted(batch.names(), columns.keySet()));
    }
    columns.entrySet().parallelStream()
        .forEach(entry -> add(entry.getKey(), entry.getValue(), batch.column(entry.getKey())));
    rows += batch.rows();
    return this;
  }

  private static void add(String name, Accumulator into, Column column) {
    if (into.kind() != column.kind()) {
      throw new DataProblem(
          "column '%s' is %s in this batch and was %s before"
              .formatted(name, column.kind().label(), into.kind().label()));
    }
    into.add(column);
  }

  private void open(Dataset batch) {
    roles = batch.roles();
    batch
        .columns()
        .forEach((name, column) -> columns.put(name, Accumulator.of(name, column, roles, options)));
  }

  /** Returns the profile of the rows added so far; more may be added afterwards. */
  public Profile build() {
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    columns.forEach((name, column) -> profiles.put(name, column.profile()));
    return new Profile(profiles, roles, rows);
  }
}
