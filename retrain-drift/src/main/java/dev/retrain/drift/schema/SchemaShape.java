package dev.retrain.drift.schema;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import java.util.Optional;

/** A schema in a document. */
final class SchemaShape {
  private static final long VERSION = 1;
  private static final Shape<Double> SHARE = Shapes.number(0, 1);

  static final Shape<Schema> SCHEMA = schema();

  private SchemaShape() {}

  private static Shape<Schema> schema() {
    ObjectShape.Builder<Schema> schema = ObjectShape.named("Schema");
    schema.required("version", Shapes.integer(VERSION, VERSION), s -> VERSION, "of the form");
    var columns =
        schema.required("columns", Shapes.list(column()), Schema::columns, "what is expected");
    return schema.build(v -> new Schema(v.get(columns)));
  }

  private static Shape<ColumnSchema> column() {
    ObjectShape.Builder<ColumnSchema> column = ObjectShape.named("ColumnSchema");
    var name = column.required("name", Shapes.text(), ColumnSchema::name, "of the column");
    var kind =
        column.required("kind", Shapes.choice(ColumnKind.class), ColumnSchema::kind, "of values");
    var role =
        column.optional(
            "role",
            Shapes.choice(ColumnRole.class),
            ColumnRole.FEATURE,
            ColumnSchema::role,
            "what it is for; sensitive is short for a sensitive feature");
    var sensitive =
        column.optional("sensitive", Shapes.bool(), false, ColumnSchema::sensitive, "show nothing");
    var required =
        column.optional("required", Shapes.bool(), true, ColumnSchema::required, "must be there");
    var missing =
        column.optional(
            "max_missing_rate", SHARE, 1.0, ColumnSchema::maxMissingRate, "share of cells");
    var finite =
        column.optional(
            "finite", Shapes.bool(), false, ColumnSchema::finite, "no NaN, no infinity");
    var range = column.maybe("range", range(), ColumnSchema::range, "closed interval");
    var domain =
        column.maybe("domain", Shapes.list(Shapes.text()), ColumnSchema::domain, "categories");
    var tolerance =
        column.optional(
            "tolerance", SHARE, 0.0, ColumnSchema::tolerance, "share of rows that may lie outside");
    return column.build(
        v -> {
          boolean marked = v.get(role) == ColumnRole.SENSITIVE;
          return new ColumnSchema(
              v.get(name),
              v.get(kind),
              marked ? ColumnRole.FEATURE : v.get(role),
              marked || v.get(sensitive),
              v.get(required),
              v.get(missing),
              v.get(finite),
              v.find(range),
              v.find(domain),
              v.get(tolerance));
        });
  }

  private static Shape<ValueRange> range() {
    ObjectShape.Builder<ValueRange> range = ObjectShape.named("Range");
    var min =
        range.maybe(
            "min", Shapes.number(), r -> finite(r.min()), "smallest, included; none if absent");
    var max =
        range.maybe(
            "max", Shapes.number(), r -> finite(r.max()), "largest, included; none if absent");
    return range.build(
        v ->
            new ValueRange(
                v.find(min).orElse(Double.NEGATIVE_INFINITY),
                v.find(max).orElse(Double.POSITIVE_INFINITY)));
  }

  private static Optional<Double> finite(double end) {
    return Double.isFinite(end) ? Optional.of(end) : Optional.empty();
  }
}
