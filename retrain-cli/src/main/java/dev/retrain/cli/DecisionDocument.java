package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes decisions as JSON and as text. */
final class DecisionDocument {

  private DecisionDocument() {}

  static Node of(List<Decision> decisions) {
    return Node.of(decisions.stream().map(Decision.shape()::write).toList());
  }

  /** Returns the entries of a log in the form of an export. */
  static Node entries(List<LogEntry> log) {
    return Node.of(log.stream().map(DecisionDocument::entry).toList());
  }

  private static Node entry(LogEntry entry) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("sequence", Node.of(entry.sequence()));
    document.put("previous", Node.of(entry.previousHash()));
    document.put("decision", Decision.shape().write(entry.decision()));
    document.put("hash", Node.of(entry.hash()));
    entry.signature().ifPresent(by -> document.put("signature", Node.of(by)));
    return Node.of(document);
  }

  static void print(List<Decision> decisions, PrintWriter out) {
    TextTable table = new TextTable("AT", "RETRAINING", "DECISION", "RULE", "WHAT", "WHY");
    for (Decision decision : decisions) {
      table.row(
          decision.at().toString(),
          decision.retraining(),
          decision.kind().name(),
          decision.rule(),
          decision.what(),
          decision.why());
    }
    table.print(out);
  }
}
