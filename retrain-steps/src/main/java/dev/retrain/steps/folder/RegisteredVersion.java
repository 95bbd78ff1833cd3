package dev.retrain.steps.folder;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A version as its file holds it: without aliases, which lie in a file of their own. */
record RegisteredVersion(
    int number, String run, Instant createdAt, URI artifact, Map<String, String> tags) {

  static final Shape<Map<String, String>> TEXTS = Shapes.map(Shapes.text());
  static final Shape<RegisteredVersion> SHAPE = shape();

  RegisteredVersion {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  RegisteredVersion withTags(Map<String, String> other) {
    return new RegisteredVersion(number, run, createdAt, artifact, other);
  }

  static RegisteredVersion read(Path file) {
    return DocumentReader.of(SHAPE, Documents.read(file), file.toString());
  }

  private static Shape<RegisteredVersion> shape() {
    ObjectShape.Builder<RegisteredVersion> version = ObjectShape.named("RegisteredVersion");
    var number =
        version.required(
            "version", Shapes.integer(1, 999_999_999), v -> (long) v.number(), "counts from 1");
    var run = version.required("run", Shapes.text(), RegisteredVersion::run, "that made it");
    var created =
        version.required("createdAt", Shapes.instant(), RegisteredVersion::createdAt, "when");
    var artifact =
        version.required(
            "artifact",
            Shapes.text().as(URI::create, URI::toString),
            RegisteredVersion::artifact,
            "where the model's folder lies");
    var tags = version.optional("tags", TEXTS, Map.of(), RegisteredVersion::tags, "more about it");
    return version.build(
        f ->
            new RegisteredVersion(
                Math.toIntExact(f.get(number)),
                f.get(run),
                f.get(created),
                f.get(artifact),
                f.get(tags)));
  }
}
