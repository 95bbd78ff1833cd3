package dev.retrain.runtime.trigger;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Signal;
import dev.retrain.drift.detect.DriftState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a drift trigger remembers between looks.
 *
 * @param champion the version whose profile is the reference
 * @param upTo the end of the last window judged
 * @param state of the policy, as it writes itself
 * @param signal the last word
 * @param stands since when a firing stands, between the levels of its strength
 */
record DriftMemory(
    String champion, Instant upTo, String state, Signal signal, Optional<Instant> stands) {

  private enum Word {
    FIRE,
    QUIET,
    UNDECIDED
  }

  private static final Shape<DriftMemory> SHAPE = makeShape();

  static DriftMemory fresh(String champion, Instant since) {
    return new DriftMemory(
        champion,
        since,
        DriftState.fresh().toJson(),
        Signal.undecided("no window has ended since the champion is live"),
        Optional.empty());
  }

  static DriftMemory parse(String json) {
    return DocumentReader.of(SHAPE, Documents.parse(json, "the drift memory"), "the drift memory");
  }

  String toJson() {
    return Documents.canonicalJson(SHAPE.write(this));
  }

  private static Shape<DriftMemory> makeShape() {
    ObjectShape.Builder<DriftMemory> all = ObjectShape.named("DriftMemory");
    var champion = all.required("champion", Shapes.text(), DriftMemory::champion, "reference");
    var upTo = all.required("upTo", Shapes.instant(), DriftMemory::upTo, "judged");
    var state =
        all.required(
            "state",
            Shapes.text().as(CompressedText::unpack, CompressedText::pack),
            DriftMemory::state,
            "of the policy");
    var word = all.required("word", Shapes.choice(Word.class), m -> word(m.signal()), "last");
    var why = all.required("why", Shapes.text(), m -> m.signal().why(), "the reason");
    var stands = all.maybe("stands", Shapes.instant(), DriftMemory::stands, "since when");
    var evidence = all.required("evidence", Shapes.any(), m -> m.signal().evidence(), "numbers");
    return all.build(
        f ->
            new DriftMemory(
                f.get(champion),
                f.get(upTo),
                f.get(state),
                signal(
                    f.get(word), f.find(stands).orElse(f.get(upTo)), f.get(why), f.get(evidence)),
                f.find(stands)));
  }

  private static Word word(Signal signal) {
    if (signal instanceof Signal.Fire) {
      return Word.FIRE;
    }
    return signal instanceof Signal.Quiet ? Word.QUIET : Word.UNDECIDED;
  }

  private static Signal signal(Word word, Instant upTo, String why, Node evidence) {
    Node.Mapping numbers =
        Optional.of(evidence)
            .filter(Node.Mapping.class::isInstance)
            .map(Node.Mapping.class::cast)
            .orElseGet(() -> Node.of(Map.of()));
    return switch (word) {
      case FIRE -> Signal.fire(upTo.toString(), why, numbers);
      case QUIET -> Signal.quiet(why, numbers);
      case UNDECIDED -> Signal.undecided(why, numbers);
    };
  }
}
