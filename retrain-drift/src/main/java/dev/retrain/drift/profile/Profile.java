package dev.retrain.drift.profile;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept of a data set: enough to test later data against it without the data itself;
 * immutable.
 *
 * <p>The same data in the same batches gives the same profile, byte by byte.
 */
public final class Profile {
  private final Map<String, ColumnProfile> columns;
  private final Roles roles;
  private final long rows;

  Profile(Map<String, ColumnProfile> columns, Roles roles, long rows) {
    this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    this.roles = roles;
    this.rows = rows;
  }

  /** Returns the profile of a data set: exact histograms of 10 bins on exact quantiles. */
  public static Profile of(Dataset dataset) {
    return of(dataset, ProfileOptions.standard());
  }

  /** Returns the profile of a data set; columns are worked on in parallel. */
  public static Profile of(Dataset dataset, ProfileOptions options) {
    return ProfileBuilder.ofWhole(dataset, options);
  }

  /**
   * Returns the profile of a file of any known format, read in batches with the standard options.
   *
   * @throws DataProblem if it cannot be read, naming file, row and column where they are known
   */
  public static Profile of(Path file) {
    return of(file, ReadOptions.standard(), ProfileOptions.standard());
  }

  /**
   * Returns the profile of a file of any known format, in memory that does not grow with the file.
   *
   * <p>A file of more than one batch is read a second time, to count exactly on edges taken from
   * the sketch, unless the options name a reference whose edges are used. A kind that was inferred
   * and is contradicted further down becomes categorical.
   *
   * @throws DataProblem if it cannot be read, naming file, row and column where they are known
   */
  public static Profile of(Path file, ReadOptions reading, ProfileOptions options) {
    return FileProfiling.of(file, reading, options);
  }

  /** Starts a profile of batches, with {@link ProfileOptions#standard()}. */
  public static ProfileBuilder builder() {
    return builder(ProfileOptions.standard());
  }

  /** Starts a profile of batches. */
  public static ProfileBuilder builder(ProfileOptions options) {
    return new ProfileBuilder(options);
  }

  /** Returns the number of rows. */
  public long rows() {
    return rows;
  }

  /** Returns the profiles by column name, in the order of the data set. */
  public Map<String, ColumnProfile> columns() {
    return columns;
  }

  /**
   * Returns the profile of a column.
   *
   * @throws DataProblem if there is none
   */
  public ColumnProfile column(String name) {
    ColumnProfile column = columns.get(name);
    if (column == null) {
      throw new DataProblem(
          "the profile has no column '%s'; it has %s".formatted(name, columns.keySet()));
    }
    return column;
  }

  /** Returns the roles of the columns. */
  public Roles roles() {
    return roles;
  }

  /**
   * Returns this profile with more roles, which win over those it has; of a column that becomes
   * sensitive only its kind and how much of it is missing are kept.
   */
  public Profile withRoles(Roles more) {
    Roles all = roles.with(more);
    Map<String, ColumnProfile> kept = new LinkedHashMap<>(columns);
    kept.replaceAll((name, column) -> all.isSensitive(name) ? withheld(column) : column);
    return new Profile(kept, all, rows);
  }

  private static ColumnProfile withheld(ColumnProfile column) {
    return column instanceof SensitiveProfile
        ? column
        : new SensitiveProfile(column.kind(), column.rows(), column.missing(), false);
  }

  /**
   * Returns how to read data that is to be compared with this profile: its kinds, giving way where
   * a cell does not fit, and its roles.
   */
  public ReadOptions readOptions() {
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    columns.forEach((name, column) -> kinds.put(name, column.kind()));
    return ReadOptions.standard().preferredKinds(kinds).roles(roles);
  }

  /** Returns the JSON Schema (draft 2020-12) of {@link #toJson()}. */
  public static String jsonSchema() {
    return Documents.json(SchemaDefinitions.schemaOf(ProfileShape.PROFILE, "retrain profile"));
  }

  /** Returns this profile as indented JSON. */
  public String toJson() {
    return ProfileFile.json(this);
  }

  /**
   * Returns the profile of a JSON text made by {@link #toJson()}.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if it is none, naming every problem
   */
  public static Profile fromJson(String json) {
    return ProfileFile.fromJson(json, "text");
  }

  /** Returns this profile in its binary form, about a third of the size of JSON. */
  public byte[] toBytes() {
    return ProfileFile.bytes(this);
  }

  /**
   * Returns the profile of bytes made by {@link #toBytes()}.
   *
   * @throws DataProblem if they are none or of another version
   */
  public static Profile fromBytes(byte[] bytes) {
    return ProfileFile.fromBytes(bytes, "this");
  }

  /**
   * Writes this profile, whole or not at all: as JSON if the name ends in {@code .json}, else
   * binary.
   *
   * @throws DataProblem if it cannot be written
   */
  public void write(Path file) {
    ProfileFile.write(this, file);
  }

  /**
   * Reads a profile in either form, told apart by its first bytes.
   *
   * @throws DataProblem if it cannot be read or is of another version
   * @throws dev.retrain.api.error.InvalidDefinitionException if its JSON is no profile
   */
  public static Profile read(Path file) {
    return ProfileFile.read(file);
  }

  /** Returns whether a file is there and begins as a profile in the binary form does. */
  public static boolean isBinary(Path file) {
    return ProfileFile.isBinary(file);
  }

  /**
   * Returns the profile of the rows of both; sensitive in one is sensitive in the result.
   *
   * @throws DataProblem if a column is missing on one side or the kinds differ, naming the column
   */
  public Profile merge(Profile other) {
    if (!columns.keySet().equals(other.columns.keySet())) {
      throw new DataProblem(
          "cannot merge profiles of columns %s and %s"
              .formatted(columns.keySet(), other.columns.keySet()));
    }
    Map<String, ColumnProfile> merged = new LinkedHashMap<>();
    columns.forEach((name, column) -> merged.put(name, merge(name, column, other.column(name))));
    return new Profile(merged, roles.with(other.roles), rows + other.rows);
  }

  private static ColumnProfile merge(String name, ColumnProfile one, ColumnProfile two) {
    try {
      return one.merge(two);
    } catch (IllegalArgumentException differ) {
      throw new DataProblem("column '%s': %s".formatted(name, differ.getMessage()), differ);
    }
  }

  @Override
  public String toString() {
    return "profile of " + rows + " rows of " + columns.keySet();
  }
}
