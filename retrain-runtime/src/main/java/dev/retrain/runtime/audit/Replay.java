package dev.retrain.runtime.audit;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates recorded decisions again from the numbers recorded with them. Every comparison must
 * give the recorded result, and the action must follow from the comparisons.
 */
public final class Replay {

  /**
   * Describes a decision that does not follow from its numbers.
   *
   * @param sequence sequence number of the entry
   * @param why disagreement
   */
  public record Disagreement(String retraining, long sequence, String why) {}

  /** The rule of a run that a person or a program requested. */
  private static final String REQUEST = "request";

  private Replay() {}

  /** Returns every disagreement, in the order of the log. */
  public static List<Disagreement> of(List<LogEntry> log) {
    List<Disagreement> found = new ArrayList<>();
    for (LogEntry entry : log) {
      Decision decision = entry.decision();
      List<String> reasons = new ArrayList<>();
      comparisons(decision.evidence(), reasons);
      follows(decision).ifPresent(reasons::add);
      reasons.forEach(
          why -> found.add(new Disagreement(decision.retraining(), entry.sequence(), why)));
    }
    return found;
  }

  private static void comparisons(Node node, List<String> reasons) {
    if (node instanceof Node.Sequence list) {
      list.items().forEach(item -> comparisons(item, reasons));
    } else if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                if (key.equals(Facts.CHECKS) && value instanceof Node.Sequence checks) {
                  checks.items().forEach(check -> compare(check, reasons));
                } else {
                  comparisons(value, reasons);
                }
              });
    }
  }

  private static void compare(Node node, List<String> reasons) {
    Comparison again = DocumentReader.of(Comparison.shape(), node, "a comparison");
    boolean written =
        node instanceof Node.Mapping mapping
            && mapping.get("holds").orElse(null) instanceof Node.Bool holds
            && holds.value();
    if (written != again.holds()) {
      reasons.add(again + ", but the log states otherwise");
    }
  }

  private static Optional<String> follows(Decision decision) {
    if (decision.kind() == Kind.RETRAIN && !decision.rule().equals(REQUEST)) {
      return fired(decision);
    }
    if (decision.kind() == Kind.ROLLED_BACK && decision.rule().startsWith("rollback: ")) {
      return allHold(decision.evidence())
          ? Optional.empty()
          : Optional.of("the version was rolled back although no limit was exceeded");
    }
    if (decision.kind() == Kind.REFUSED && !allHold(decision.evidence())) {
      return Optional.of("it was refused although no limit was exceeded");
    }
    if (decision.kind() == Kind.REFUSED) {
      return text(decision.evidence(), "until")
          .filter(until -> !decision.at().isBefore(Instant.parse(until)))
          .map(until -> "it was refused although the wait was over at " + until);
    }
    return Optional.empty();
  }

  private static Optional<String> fired(Decision decision) {
    String id = trigger(decision.rule());
    Optional<Node> said = decision.evidence().get(id);
    if (said.isEmpty()) {
      return Optional.of("a run was started by " + id + ", of which the decision shows nothing");
    }
    if (said.get() instanceof Node.Mapping signal
        && text(signal, "signal").equals(Optional.of("fire"))
        && allHold(signal)) {
      return Optional.empty();
    }
    return Optional.of("a run started although " + decision.rule() + " did not fire");
  }

  /**
   * Returns the id of a trigger, such as {@code nightly@cron}, under which the evidence keeps what
   * it found; {@code when[1]} in decisions of earlier builds.
   */
  private static String trigger(String rule) {
    int end = rule.indexOf(' ');
    return end < 0 ? rule : rule.substring(0, end);
  }

  /** Returns whether the comparisons at this level, if there are any, all hold. */
  private static boolean allHold(Node.Mapping evidence) {
    return !(evidence.get(Facts.CHECKS).orElse(null) instanceof Node.Sequence checks)
        || checks.items().stream()
            .allMatch(
                check -> DocumentReader.of(Comparison.shape(), check, "a comparison").holds());
  }

  private static Optional<String> text(Node.Mapping mapping, String key) {
    return mapping.get(key).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }
}
