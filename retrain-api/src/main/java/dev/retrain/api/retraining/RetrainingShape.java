package dev.retrain.api.retraining;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The document form of a retraining. */
final class RetrainingShape {

  private static final String FORMAT = "retraining/v1";

  private RetrainingShape() {}

  static Retraining read(Node node) {
    return DocumentReader.of(shape(), node, "the retraining");
  }

  static Retraining read(Node node, Path file) {
    return DocumentReader.of(shape(), beside(file, node), "retraining " + file);
  }

  /** Resolves the pipeline it names, and paths, against the document's folder. */
  private static Node beside(Path file, Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node> entries = new LinkedHashMap<>(mapping.entries());
    if (mapping.get("pipeline").orElse(null) instanceof Node.Text name) {
      entries.put("pipeline", Documents.read(file.resolveSibling(name.value())));
    }
    entries.computeIfPresent(
        "metrics", (k, part) -> PartTypes.beside(file, MetricSource.class, part));
    entries.computeIfPresent("data", (k, part) -> PartTypes.beside(file, DataWindows.class, part));
    return mapping.withEntries(entries);
  }

  static Shape<Retraining> shape() {
    ObjectShape.Builder<Retraining> all = ObjectShape.named("Retraining");
    all.required("retrain", Shapes.text().as(RetrainingShape::format, f -> f), r -> FORMAT, FORMAT);
    var name = all.maybe("name", Shapes.text(), r -> Optional.of(r.name()), "the pipeline's");
    var pipeline = all.required("pipeline", Pipeline.shape(), Retraining::pipeline, "run");
    var triggers =
        all.required("when", Shapes.list(rule()), Retraining::triggers, "what starts it");
    var guards =
        all.optional("guards", GuardsShape.SHAPE, Guards.NONE, Retraining::guards, "hold it back");
    var resume =
        all.optional("resume", Resume.shape(), Resume.NONE, Retraining::resume, "of failed runs");
    var evaluator =
        all.maybe(
            "promoteIf",
            PartTypes.shape(Evaluator.class),
            Retraining::evaluator,
            "beyond the gate");
    var approval =
        all.maybe(
            "approval", Approval.shape(), Retraining::approval, "of a person, before users see it");
    var rollout =
        all.optional(
            "rollout", Rollout.shape(), Rollout.allAtOnce(), Retraining::rollout, "to users");
    var target = all.maybe("to", Target.shape(), r -> Optional.of(r.target()), "where it goes");
    var metrics =
        all.maybe(
            "metrics",
            PartTypes.shape(MetricSource.class),
            r -> Optional.of(r.metrics()).filter(m -> m != MetricSource.NONE),
            "the source of metric triggers");
    var data =
        all.maybe(
            "data",
            PartTypes.shape(DataWindows.class),
            r -> Optional.of(r.data()).filter(d -> d != DataWindows.NONE),
            "the data of drift triggers");
    var tags =
        all.optional(
            "tags", Shapes.map(Shapes.text()), Map.of(), Retraining::tags, "for all created");
    return all.build(
        f -> {
          Pipeline built = f.get(pipeline);
          Retraining.Builder builder = Retraining.of(built);
          f.find(name).ifPresent(builder::named);
          f.find(target).ifPresent(builder::to);
          f.get(triggers).forEach(builder::when);
          builder.guards(f.get(guards));
          builder.resume(f.get(resume));
          f.find(evaluator).ifPresent(builder::promoteIf);
          f.find(approval).ifPresent(builder::approval);
          builder.rollout(f.get(rollout));
          f.find(metrics).ifPresent(builder::metrics);
          f.find(data).ifPresent(builder::data);
          f.get(tags).forEach((key, value) -> builder.tags(new Tag(key, value)));
          return builder.build();
        });
  }

  private static String format(String text) {
    if (!text.equals(FORMAT)) {
      throw new IllegalArgumentException("this version reads " + FORMAT + ", not '" + text + "'");
    }
    return text;
  }

  private static Shape<TriggerRule> rule() {
    ObjectShape.Builder<TriggerRule> rule = ObjectShape.named("TriggerRule");
    var trigger =
        rule.required("trigger", PartTypes.shape(Trigger.class), TriggerRule::trigger, "watched");
    var mode =
        rule.required("mode", Shapes.choice(RetrainMode.class), TriggerRule::mode, "trained");
    var name = rule.maybe("name", Shapes.text(), TriggerRule::name, "by which it is known");
    return rule.build(f -> new TriggerRule(f.find(name), f.get(trigger), f.get(mode)));
  }
}
