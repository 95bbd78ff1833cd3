package dev.retrain.drift.schema;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import dev.retrain.drift.profile.Profile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a data set is expected to be.
 *
 * @param columns the columns, in the order they are written
 */
public record Schema(List<ColumnSchema> columns) {
  /** Copies the columns and refuses two of one name. */
  public Schema {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (ColumnSchema column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns '" + column.name() + "'");
      }
    }
  }

  /**
   * Proposes a schema that the profiled data meet.
   *
   * <p>Every column is required. Allowed missing rates are three standard errors above those
   * observed; ranges reach half the observed span beyond it; a domain is proposed for at most 100
   * categories whose rows are at least twice as many. Of a sensitive column only kind and missing
   * rate are proposed. A person should read the proposal before it is kept.
   */
  public static Schema infer(Profile profile) {
    return SchemaInference.of(profile);
  }

  /** Returns every anomaly of a data set, by column; rows are counted exactly. */
  public List<Anomaly> validate(Dataset dataset) {
    return validate(SchemaObservation.of(this, dataset), dataset.roles());
  }

  /**
   * Returns every anomaly of a file, by column, read with {@link #readOptions()} in memory that
   * does not grow with the file; rows are counted exactly.
   *
   * @throws dev.retrain.api.error.DataProblem if it cannot be read, naming file and row where they
   *     are known
   */
  public List<Anomaly> validate(Path file) {
    return validate(List.of(file), readOptions());
  }

  /**
   * Returns every anomaly of files that are parts of one data set, by column, in memory that does
   * not grow with them.
   *
   * @param files at least one, all of the same columns
   * @param options how to read; a column sensitive there or here shows nothing
   * @throws dev.retrain.api.error.DataProblem if they cannot be read or their columns differ
   */
  public List<Anomaly> validate(List<Path> files, ReadOptions options) {
    return validate(SchemaObservation.of(this, files, options), options.roles());
  }

  private List<Anomaly> validate(SchemaObservation seen, Roles roles) {
    return new Validator(this, roles).validate(seen.columns());
  }

  /**
   * Returns every anomaly of a profile, by column.
   *
   * <p>Shares of rows outside a range come from the quantile sketch. Range and domain of a
   * sensitive column cannot be checked on a profile, which does not hold them.
   */
  public List<Anomaly> validate(Profile profile) {
    return validate(SchemaObservation.of(this, profile), profile.roles());
  }

  /** Returns the roles of the columns. */
  public Roles roles() {
    Roles roles = Roles.NONE;
    for (ColumnSchema column : columns) {
      roles = roles.with(column.name(), column.role());
      roles = column.sensitive() ? roles.with(column.name(), ColumnRole.SENSITIVE) : roles;
    }
    return roles;
  }

  /**
   * Returns how to read data that are to be validated: the schema's kinds, giving way where a cell
   * does not fit so that the anomaly is reported rather than thrown, and its roles.
   */
  public ReadOptions readOptions() {
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    columns.forEach(column -> kinds.put(column.name(), column.kind()));
    return ReadOptions.standard().preferredKinds(kinds).roles(roles());
  }

  /** Returns this schema for data without labels: target and prediction need not be there. */
  public Schema forServing() {
    return new Schema(
        columns.stream()
            .map(column -> isOutcome(column.role()) ? column.required(false) : column)
            .toList());
  }

  private static boolean isOutcome(ColumnRole role) {
    return role == ColumnRole.TARGET || role == ColumnRole.PREDICTION;
  }

  /** Returns the JSON Schema (draft 2020-12) of {@link #toJson()} and {@link #toYaml()}. */
  public static String jsonSchema() {
    return Documents.json(SchemaDefinitions.schemaOf(SchemaShape.SCHEMA, "retrain data schema"));
  }

  /** Returns this schema as indented JSON. */
  public String toJson() {
    return Documents.json(SchemaShape.SCHEMA.write(this));
  }

  /** Returns this schema as YAML. */
  public String toYaml() {
    return Documents.yaml(SchemaShape.SCHEMA.write(this));
  }

  /**
   * Returns the schema of a JSON or YAML text.
   *
   * @param source what to call the text in problems
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every problem and its place
   */
  public static Schema parse(String text, String source) {
    return DocumentReader.of(SchemaShape.SCHEMA, Documents.parse(text, source), "schema " + source);
  }

  /**
   * Writes this schema, whole or not at all: as YAML if the name ends in {@code .yaml} or {@code
   * .yml}, else as JSON.
   *
   * @throws dev.retrain.api.error.DataProblem if it cannot be written
   */
  public void write(Path file) {
    TextFile.write(file, TextFile.isYaml(file) ? toYaml() : toJson());
  }

  /**
   * Reads a schema from JSON or YAML.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if the file cannot be read
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every problem and its place
   */
  public static Schema read(Path file) {
    return DocumentReader.of(SchemaShape.SCHEMA, Documents.read(file), "schema " + file);
  }
}
