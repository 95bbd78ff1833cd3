package dev.retrain.backend.local;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A submission as its file holds it, with when it was made.
 *
 * @param submission as it was made
 * @param created when
 */
record RecordedSubmission(Submission submission, Instant created) {

  static final Shape<RecordedSubmission> SHAPE = shape();

  private static Shape<RecordedSubmission> shape() {
    Shape<Map<String, String>> texts = Shapes.map(Shapes.text());
    ObjectShape.Builder<RecordedSubmission> all = ObjectShape.named("RecordedSubmission");
    var created = all.required("created", Shapes.instant(), RecordedSubmission::created, "when");
    var key =
        all.required(
            "key",
            Shapes.text().as(RunKey::new, RunKey::value),
            s -> s.submission().key(),
            "names the run");
    var pipeline =
        all.required("pipeline", Pipeline.shape(), s -> s.submission().pipeline(), "what is run");
    var parameters =
        all.optional(
            "parameters", texts, Map.of(), s -> s.submission().parameters(), "every declared one");
    var mode =
        all.required(
            "mode", Shapes.choice(RetrainMode.class), s -> s.submission().mode(), "how much");
    var data =
        all.required("dataVersion", Shapes.text(), s -> s.submission().dataVersion(), "of what");
    var reason = all.required("reason", Shapes.text(), s -> s.submission().reason(), "why");
    var sample =
        all.optional(
            "sample", Shapes.number(0, 1), 1.0, s -> s.submission().sample(), "share of rows");
    var champion =
        all.maybe("champion", championShape(), s -> s.submission().champion(), "the live version");
    var tags = all.optional("tags", texts, Map.of(), s -> s.submission().tags(), "of the run");
    return all.build(
        f ->
            new RecordedSubmission(
                new Submission(
                    f.get(pipeline),
                    f.get(key),
                    f.get(parameters),
                    f.get(mode),
                    f.get(data),
                    f.get(reason),
                    f.get(sample),
                    f.find(champion),
                    f.get(tags)),
                f.get(created)));
  }

  private static Shape<ModelVersion> championShape() {
    ObjectShape.Builder<ModelVersion> version = ObjectShape.named("ModelVersion");
    var model = version.required("model", Shapes.text(), ModelVersion::model, "its name");
    var number = version.required("version", Shapes.text(), ModelVersion::version, "its number");
    var created = version.required("createdAt", Shapes.instant(), ModelVersion::createdAt, "when");
    var artifact =
        version.required(
            "artifact",
            Shapes.text().as(URI::create, URI::toString),
            ModelVersion::artifact,
            "where it lies");
    var tags =
        version.optional(
            "tags", Shapes.map(Shapes.text()), Map.of(), ModelVersion::tags, "of the version");
    return version.build(
        f ->
            new ModelVersion(
                f.get(model),
                f.get(number),
                f.get(created),
                f.get(artifact),
                f.get(tags),
                Set.of()));
  }
}
