package dev.retrain.runtime.feedback;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Reading;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;

/** The line a note is written down as. */
final class SpilledNote {

  private static final Shape<Note> SHAPE =
      UnionShape.<Note>on("note")
          .with("prediction", Note.Prediction.class, prediction())
          .with("outcome", Note.Outcome.class, outcome());

  private SpilledNote() {}

  static String line(Note note) {
    return Documents.canonicalJson(SHAPE.write(note));
  }

  /**
   * The note of a line.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException if it is no note
   */
  static Note parse(String line) {
    return Reading.of(SHAPE, Documents.parse(line, "a spilled note"), "a spilled note");
  }

  private static ObjectShape<Note.Prediction> prediction() {
    ObjectShape.Builder<Note.Prediction> all = ObjectShape.named("Prediction");
    var id = all.required("id", Shapes.text(), Note.Prediction::id, "joins");
    var version = all.required("version", Shapes.text(), Note.Prediction::version, "predicted");
    var features = all.required("features", Shapes.text(), Note.Prediction::features, "seen");
    var score = all.required("score", Shapes.number(), Note.Prediction::score, "said");
    var at = all.required("at", Shapes.instant(), Note.Prediction::at, "when");
    return all.build(
        f ->
            new Note.Prediction(
                f.get(id), f.get(version), f.get(features), f.get(score), f.get(at)));
  }

  private static ObjectShape<Note.Outcome> outcome() {
    ObjectShape.Builder<Note.Outcome> all = ObjectShape.named("Outcome");
    var id = all.required("id", Shapes.text(), Note.Outcome::id, "joins");
    var label = all.required("label", Shapes.number(), Note.Outcome::label, "happened");
    var at = all.required("at", Shapes.instant(), Note.Outcome::at, "became known");
    return all.build(f -> new Note.Outcome(f.get(id), f.get(label), f.get(at)));
  }
}
