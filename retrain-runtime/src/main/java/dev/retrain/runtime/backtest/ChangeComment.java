package dev.retrain.runtime.backtest;

import dev.retrain.runtime.backtest.BacktestReport.Start;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A change of policy as a comment under a pull request. */
final class ChangeComment {

  private static final int MOST_RUNS = 20;

  private final PolicyChange change;
  private final StringBuilder text = new StringBuilder(2048);

  private ChangeComment(PolicyChange change) {
    this.change = change;
  }

  static String of(PolicyChange change) {
    return new ChangeComment(change).written();
  }

  private String written() {
    BacktestReport base = change.base();
    BacktestReport proposed = change.proposed();
    line("### " + escaped(change.sentence()));
    line("");
    line("Replayed from " + base.history().from() + " to " + base.history().to() + ", untrained.");
    line("");
    line("| | " + escaped(base.policy()) + " | " + escaped(proposed.policy()) + " | change |");
    line("|---|--:|--:|--:|");
    numbers("runs started", "%.0f", r -> OptionalDouble.of(r.runs().size()));
    numbers("firings held back", "%.0f", r -> OptionalDouble.of(r.refused()));
    costs();
    numbers("days degraded", "%.1f", r -> days(r.degraded()));
    numbers("false triggers", "%.0f", r -> number(r.falseTriggers()));
    words("halted", r -> r.halted().map(ChangeComment::escaped).orElse("no"));
    line("");
    runs("added", change.added());
    runs("removed", change.removed());
    return text.toString();
  }

  private void costs() {
    if (change.base().costs().isPresent() || change.proposed().costs().isPresent()) {
      words("cost of the runs", r -> r.spent().map(Object::toString).orElse("-"));
    }
  }

  private void words(String name, Function<BacktestReport, String> cell) {
    row(name, cell.apply(change.base()), cell.apply(change.proposed()), "");
  }

  private void numbers(String name, String form, Function<BacktestReport, OptionalDouble> cell) {
    OptionalDouble before = cell.apply(change.base());
    OptionalDouble after = cell.apply(change.proposed());
    String difference =
        before.isPresent() && after.isPresent()
            ? formatted("%+" + form.substring(1), after.getAsDouble() - before.getAsDouble())
            : "";
    row(name, formatted(form, before), formatted(form, after), difference);
  }

  private void row(String name, String before, String after, String difference) {
    line("| " + name + " | " + before + " | " + after + " | " + difference + " |");
  }

  private void runs(String what, List<Start> starts) {
    if (starts.isEmpty()) {
      return;
    }
    line("<details><summary>" + starts.size() + " runs " + what + "</summary>");
    line("");
    starts.stream()
        .limit(MOST_RUNS)
        .forEach(
            start -> line("- " + start.at() + " " + escaped(start.rule() + ": " + start.why())));
    if (starts.size() > MOST_RUNS) {
      line("- and " + (starts.size() - MOST_RUNS) + " more");
    }
    line("");
    line("</details>");
    line("");
  }

  private static OptionalDouble days(Optional<Duration> time) {
    return time.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(BacktestReport.hours(time.get()) / 24);
  }

  private static OptionalDouble number(Optional<Integer> count) {
    return count.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(count.get());
  }

  private static String formatted(String form, OptionalDouble value) {
    return value.isEmpty() ? "-" : formatted(form, value.getAsDouble());
  }

  private static String formatted(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }

  /** Names and reasons come from policies: nothing in them is markup. */
  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("|", "&#124;")
        .replace("`", "&#96;")
        .replace("*", "&#42;")
        .replace("[", "&#91;")
        .replace('\n', ' ');
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
