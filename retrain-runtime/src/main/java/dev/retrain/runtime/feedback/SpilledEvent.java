package dev.retrain.runtime.feedback;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;

/** Converts events to lines and back. */
final class SpilledEvent {

  private static final Shape<FeedbackEvent> SHAPE =
      UnionShape.<FeedbackEvent>on("note")
          .with("prediction", FeedbackEvent.Prediction.class, prediction())
          .with("outcome", FeedbackEvent.Outcome.class, outcome());

  private SpilledEvent() {}

  static String line(FeedbackEvent event) {
    return Documents.canonicalJson(SHAPE.write(event));
  }

  /**
   * Returns the event of a line.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if the line is no event
   */
  static FeedbackEvent parse(String line) {
    return DocumentReader.of(SHAPE, Documents.parse(line, "a spilled event"), "a spilled event");
  }

  private static ObjectShape<FeedbackEvent.Prediction> prediction() {
    ObjectShape.Builder<FeedbackEvent.Prediction> all = ObjectShape.named("Prediction");
    var id = all.required("id", Shapes.text(), FeedbackEvent.Prediction::id, "joins");
    var version =
        all.required("version", Shapes.text(), FeedbackEvent.Prediction::version, "predicted");
    var features =
        all.required("features", Shapes.text(), FeedbackEvent.Prediction::features, "seen");
    var score = all.required("score", Shapes.number(), FeedbackEvent.Prediction::score, "said");
    var at = all.required("at", Shapes.instant(), FeedbackEvent.Prediction::at, "when");
    return all.build(
        f ->
            new FeedbackEvent.Prediction(
                f.get(id), f.get(version), f.get(features), f.get(score), f.get(at)));
  }

  private static ObjectShape<FeedbackEvent.Outcome> outcome() {
    ObjectShape.Builder<FeedbackEvent.Outcome> all = ObjectShape.named("Outcome");
    var id = all.required("id", Shapes.text(), FeedbackEvent.Outcome::id, "joins");
    var label = all.required("label", Shapes.number(), FeedbackEvent.Outcome::label, "happened");
    var at = all.required("at", Shapes.instant(), FeedbackEvent.Outcome::at, "became known");
    return all.build(f -> new FeedbackEvent.Outcome(f.get(id), f.get(label), f.get(at)));
  }
}
