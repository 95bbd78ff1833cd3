package dev.retrain.runtime.audit;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore.LogEntry;

/** Converts an entry to a line of JSON and back. */
final class AuditLine {

  private static final Shape<LogEntry> SHAPE = makeShape();

  private AuditLine() {}

  static LogEntry parse(String line, String source) {
    return DocumentReader.of(SHAPE, Documents.parse(line, source), source);
  }

  static String of(LogEntry entry) {
    return Documents.canonicalJson(SHAPE.write(entry));
  }

  private static Shape<LogEntry> makeShape() {
    ObjectShape.Builder<LogEntry> all = ObjectShape.named("AuditLine");
    var sequence =
        all.required("sequence", Shapes.integer(1, Long.MAX_VALUE), LogEntry::sequence, "from 1");
    var previous = all.required("previous", Shapes.text(), LogEntry::previousHash, "hash before");
    var decision = all.required("decision", Decision.shape(), LogEntry::decision, "what");
    var hash = all.required("hash", Shapes.text(), LogEntry::hash, "SHA-256");
    var signature = all.maybe("signature", Shapes.text(), LogEntry::signature, "Ed25519");
    return all.build(
        f ->
            new LogEntry(
                f.get(sequence), f.get(previous), f.get(decision), f.get(hash), f.find(signature)));
  }
}
