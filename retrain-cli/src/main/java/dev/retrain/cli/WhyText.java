package dev.retrain.cli;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.cost.CostEvidence;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Facts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints one decision with its evidence. */
final class WhyText {

  private static final String INDENT = "    ";

  private WhyText() {}

  static void print(Decision decision, PrintWriter out) {
    out.println(decision.at() + "  " + decision.kind() + ": " + decision.what());
    out.println(INDENT + "because " + decision.why() + " [" + decision.rule() + "]");
    numbers(decision).forEach(line -> out.println(INDENT + line));
  }

  private static List<String> numbers(Decision decision) {
    List<String> lines = new ArrayList<>();
    Node.Mapping evidence = decision.evidence();
    decision.runKey().ifPresent(run -> lines.add("run " + run));
    text(evidence, "provenance", "versionTag").ifPresent(tag -> lines.add("tag " + tag));
    text(evidence, "provenance", "path").ifPresent(path -> lines.add("path " + path));
    data(evidence).ifPresent(lines::add);
    text(evidence, "champion").ifPresent(champion -> lines.add("champion " + champion));
    metrics(evidence).ifPresent(lines::add);
    CostEvidence.projected(decision).ifPresent(cost -> lines.add("expected to cost " + cost));
    CostEvidence.billed(decision).ifPresent(cost -> lines.add("cost " + cost));
    lines.addAll(checks(decider(decision)));
    lines.addAll(output(evidence));
    return lines;
  }

  /** Returns the evidence of the rule that decided; that of a trigger is kept under its rule. */
  private static Node.Mapping decider(Decision decision) {
    int end = decision.rule().indexOf(']') + 1;
    return decision.evidence().get(decision.rule().substring(0, end)).orElse(null)
            instanceof Node.Mapping trigger
        ? trigger
        : decision.evidence();
  }

  private static Optional<String> data(Node.Mapping evidence) {
    return text(evidence, "provenance", "data", "version")
        .map(
            version ->
                "data "
                    + version
                    + text(evidence, "provenance", "data", "hash")
                        .map(hash -> " (" + hash + ")")
                        .orElse(""));
  }

  private static Optional<String> metrics(Node.Mapping evidence) {
    return evidence.get("metrics").orElse(null) instanceof Node.Mapping metrics
            && !metrics.entries().isEmpty()
        ? Optional.of(
            metrics.entries().entrySet().stream()
                .map(metric -> metric.getKey() + "=" + metric.getValue())
                .collect(Collectors.joining(" ", "metrics ", "")))
        : Optional.empty();
  }

  /** Returns the last lines of a failed step. */
  private static List<String> output(Node.Mapping evidence) {
    return evidence.get("logTail").orElse(null) instanceof Node.Sequence lines
        ? lines.items().stream()
            .filter(Node.Text.class::isInstance)
            .map(line -> "| " + ((Node.Text) line).value())
            .toList()
        : List.of();
  }

  private static List<String> checks(Node.Mapping evidence) {
    return evidence.get(Facts.CHECKS).orElse(null) instanceof Node.Sequence checks
        ? checks.items().stream().flatMap(WhyText::check).toList()
        : List.of();
  }

  private static Stream<String> check(Node node) {
    try {
      return Stream.of(DocumentReader.of(Comparison.shape(), node, "a comparison").toString());
    } catch (InvalidDefinitionException e) {
      return Stream.of(); // evidence of a custom rule under the same key
    }
  }

  private static Optional<String> text(Node.Mapping evidence, String... path) {
    Node at = evidence;
    for (String key : path) {
      Optional<Node> next =
          at instanceof Node.Mapping mapping ? mapping.get(key) : Optional.empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return at instanceof Node.Text text ? Optional.of(text.value()) : Optional.empty();
  }
}
