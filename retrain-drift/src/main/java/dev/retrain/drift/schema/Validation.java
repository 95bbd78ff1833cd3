package dev.retrain.drift.schema;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a validation.
 *
 * @param violations new violations: the data must not be used
 * @param accepted violations that were accepted before
 * @param warnings what is only worth a look
 */
public record Validation(List<Anomaly> violations, List<Anomaly> accepted, List<Anomaly> warnings) {
  private static final Shape<Validation> SHAPE = shape();

  /** Copies the lists. */
  public Validation {
    violations = List.copyOf(violations);
    accepted = List.copyOf(accepted);
    warnings = List.copyOf(warnings);
  }

  static Validation of(List<Anomaly> anomalies, AcceptedViolations known) {
    List<Anomaly> violations = new ArrayList<>();
    List<Anomaly> accepted = new ArrayList<>();
    List<Anomaly> warnings = new ArrayList<>();
    for (Anomaly anomaly : anomalies) {
      boolean warning = anomaly.severity() == Severity.WARNING;
      (warning ? warnings : known.covers(anomaly) ? accepted : violations).add(anomaly);
    }
    return new Validation(violations, accepted, warnings);
  }

  /** Returns whether there is no new violation. */
  public boolean passed() {
    return violations.isEmpty();
  }

  private static Shape<Validation> shape() {
    ObjectShape.Builder<Validation> all = ObjectShape.named("Validation");
    all.required("passed", Shapes.bool(), Validation::passed, "no new violation (derived)");
    Shape<List<Anomaly>> anomalies = Shapes.list(anomaly());
    var violations = all.required("violations", anomalies, Validation::violations, "new ones");
    var accepted = all.required("accepted", anomalies, Validation::accepted, "lived with");
    var warnings = all.required("warnings", anomalies, Validation::warnings, "worth a look");
    return all.build(v -> new Validation(v.get(violations), v.get(accepted), v.get(warnings)));
  }

  private static Shape<Anomaly> anomaly() {
    ObjectShape.Builder<Anomaly> one = ObjectShape.named("Anomaly");
    var column = one.required("column", Shapes.text(), Anomaly::column, "its name");
    var rule = one.required("rule", Shapes.choice(SchemaRule.class), Anomaly::rule, "violated");
    var severity =
        one.required("severity", Shapes.choice(Severity.class), Anomaly::severity, "how bad");
    var observed = one.required("observed", Shapes.text(), Anomaly::observed, "found");
    var expected = one.required("expected", Shapes.text(), Anomaly::expected, "allowed");
    var share = one.maybe("share", Shapes.number(0, 1), Anomaly::share, "of rows");
    var examples =
        one.optional(
            "examples", Shapes.list(Shapes.text()), List.of(), Anomaly::examples, "first values");
    return one.build(
        v ->
            new Anomaly(
                v.get(column),
                v.get(rule),
                v.get(severity),
                v.get(observed),
                v.get(expected),
                v.find(share),
                v.get(examples)));
  }

  /** Returns this outcome as indented JSON. */
  public String toJson() {
    return Documents.json(SHAPE.write(this));
  }

  /** Writes this outcome as JSON, whole or not at all. */
  public void write(Path file) {
    TextFile.write(file, toJson());
  }

  /**
   * Reads an outcome.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every problem and its place
   */
  public static Validation read(Path file) {
    return DocumentReader.of(SHAPE, Documents.read(file), "validation " + file);
  }
}
