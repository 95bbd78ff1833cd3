package dev.retrain.drift.schema;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.nio.file.Path;
import java.util.List;

/**
 * The violations a team lives with, kept in a file beside the schema.
 *
 * @param violations each with its reason
 */
public record AcceptedViolations(List<AcceptedViolation> violations) {
  /** Accepts nothing. */
  public static final AcceptedViolations NONE = new AcceptedViolations(List.of());

  private static final Shape<AcceptedViolations> SHAPE = shape();

  /** Copies the list. */
  public AcceptedViolations {
    violations = List.copyOf(violations);
  }

  /** Accepts these anomalies for a reason, each up to the share of rows it has now. */
  public static AcceptedViolations of(List<Anomaly> anomalies, String reason) {
    return new AcceptedViolations(
        anomalies.stream()
            .map(each -> new AcceptedViolation(each.column(), each.rule(), each.share(), reason))
            .toList());
  }

  /** Returns the anomalies sorted into new ones, accepted ones and warnings. */
  public Validation sort(List<Anomaly> anomalies) {
    return Validation.of(anomalies, this);
  }

  boolean covers(Anomaly anomaly) {
    return violations.stream().anyMatch(each -> each.covers(anomaly));
  }

  private static Shape<AcceptedViolations> shape() {
    ObjectShape.Builder<AcceptedViolations> all = ObjectShape.named("AcceptedViolations");
    var accepted =
        all.required(
            "accepted", Shapes.list(one()), AcceptedViolations::violations, "one per rule");
    return all.build(v -> new AcceptedViolations(v.get(accepted)));
  }

  private static Shape<AcceptedViolation> one() {
    ObjectShape.Builder<AcceptedViolation> one = ObjectShape.named("AcceptedViolation");
    var column = one.required("column", Shapes.text(), AcceptedViolation::column, "its name");
    var rule =
        one.required(
            "rule", Shapes.choice(SchemaRule.class), AcceptedViolation::rule, "what is violated");
    var share = one.maybe("max_share", Shapes.number(0, 1), AcceptedViolation::maxShare, "of rows");
    var reason = one.required("reason", Shapes.text(), AcceptedViolation::reason, "why");
    return one.build(
        v -> new AcceptedViolation(v.get(column), v.get(rule), v.find(share), v.get(reason)));
  }

  /** Writes them as YAML or JSON, by the name's ending; whole or not at all. */
  public void write(Path file) {
    Node node = SHAPE.write(this);
    TextFile.write(file, TextFile.isYaml(file) ? Documents.yaml(node) : Documents.json(node));
  }

  /**
   * Reads them from YAML or JSON.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every problem and its place
   */
  public static AcceptedViolations read(Path file) {
    return DocumentReader.of(SHAPE, Documents.read(file), "accepted violations " + file);
  }
}
