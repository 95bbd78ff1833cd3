package dev.retrain.runtime.audit;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Reading;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.StateStore.LogEntry;
import java.util.Optional;

/** One entry as a line of JSON. */
record AuditLine(LogEntry entry, Optional<String> signature) {

  private static final Shape<AuditLine> SHAPE = makeShape();

  static AuditLine parse(String line, String source) {
    return Reading.of(SHAPE, Documents.parse(line, source), source);
  }

  String toJson() {
    return Documents.canonicalJson(SHAPE.write(this));
  }

  private static Shape<AuditLine> makeShape() {
    ObjectShape.Builder<AuditLine> all = ObjectShape.named("AuditLine");
    var sequence =
        all.required(
            "sequence", Shapes.integer(1, Long.MAX_VALUE), l -> l.entry().sequence(), "from 1");
    var previous =
        all.required("previous", Shapes.text(), l -> l.entry().previousHash(), "hash before");
    var decision = all.required("decision", Decision.shape(), l -> l.entry().decision(), "what");
    var hash = all.required("hash", Shapes.text(), l -> l.entry().hash(), "SHA-256");
    var signature = all.maybe("signature", Shapes.text(), AuditLine::signature, "Ed25519");
    return all.build(
        f ->
            new AuditLine(
                new LogEntry(f.get(sequence), f.get(previous), f.get(decision), f.get(hash)),
                f.find(signature)));
  }
}
