package dev.retrain.runtime.trigger;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a mode switch remembers between looks.
 *
 * @param champion the version whose profile is the reference
 * @param upTo the end of the last window looked at
 * @param online since when it is online; empty for batch
 * @param why the last word
 * @param evidence a mapping
 */
record ModeMemory(
    String champion, Instant upTo, Optional<Instant> online, String why, Node evidence) {

  private static final Shape<ModeMemory> SHAPE = makeShape();

  static ModeMemory fresh(String champion, Instant since) {
    return new ModeMemory(
        champion,
        since,
        Optional.empty(),
        "batch: no window has ended since the champion is live",
        Node.of(Map.of()));
  }

  static ModeMemory parse(String json) {
    return DocumentReader.of(SHAPE, Documents.parse(json, "the mode memory"), "the mode memory");
  }

  String toJson() {
    return Documents.canonicalJson(SHAPE.write(this));
  }

  /** Returns the memory after a window that shows nothing. */
  ModeMemory looked(Instant end) {
    return new ModeMemory(champion, end, online, why, evidence);
  }

  Signal signal() {
    Node.Mapping numbers = evidence instanceof Node.Mapping mapping ? mapping : Node.of(Map.of());
    return online
        .map(since -> Signal.fire(since.toString(), why, numbers))
        .orElseGet(() -> Signal.quiet(why, numbers));
  }

  private static Shape<ModeMemory> makeShape() {
    ObjectShape.Builder<ModeMemory> all = ObjectShape.named("ModeMemory");
    var champion = all.required("champion", Shapes.text(), ModeMemory::champion, "reference");
    var upTo = all.required("upTo", Shapes.instant(), ModeMemory::upTo, "looked at");
    var online = all.maybe("online", Shapes.instant(), ModeMemory::online, "since when");
    var why = all.required("why", Shapes.text(), ModeMemory::why, "the reason");
    var evidence = all.required("evidence", Shapes.any(), ModeMemory::evidence, "numbers");
    return all.build(
        f ->
            new ModeMemory(
                f.get(champion), f.get(upTo), f.find(online), f.get(why), f.get(evidence)));
  }
}
