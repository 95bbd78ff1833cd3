package dev.retrain.examples.flights.demo;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.examples.flights.FlightWeek;
import dev.retrain.examples.flights.FlightsModel;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the half year came to: a table of decisions, the numbers beside never and every week, files.
 */
record Summary(
    DemoFolder folder,
    FlightCalendar calendar,
    DemoProgress progress,
    StateStore store,
    ModelRegistry registry,
    Retraining late) {

  void print(Comparison alternatives, PrintStream out) {
    List<Decision> decisions =
        store.history(late.name(), 0).stream().map(StateStore.LogEntry::decision).toList();
    AuditLog.export(store, List.of(late.name()), folder.decisions());
    out.println();
    table(decisions, out);
    Comparison.Result other = alternatives.result();
    double live = liveLogLoss();
    long runs = decisions.stream().filter(d -> d.kind() == Decision.Kind.RETRAIN).count();
    out.printf(
        Locale.ROOT,
        "%nMean log loss on the last %d weeks, all flights (lower is better):%n",
        Comparison.LAST_WEEKS);
    out.printf(Locale.ROOT, "  never retrained    %.4f   0 retrainings%n", other.never());
    out.printf(
        Locale.ROOT,
        "  retrain            %.4f   %d runs, the first model and two planted challengers"
            + " included%n",
        live,
        runs);
    out.printf(
        Locale.ROOT,
        "  every week         %.4f   %d retrainings%n",
        other.weekly(),
        other.weeklyRuns());
    minutes(out);
    DemoFolder.replace(
        folder.report(), new DemoReport(progress, decisions, other, live, runs).html());
    out.println();
    out.println("Decisions: " + folder.decisions());
    out.println("Report:    " + folder.report());
  }

  private static void table(List<Decision> decisions, PrintStream out) {
    out.println("Every decision of the retraining flight-delays:");
    for (Decision decision : decisions) {
      out.printf(
          Locale.ROOT,
          "%s  %-15s %-58s %s%n",
          Lines.time(decision),
          decision.kind(),
          cut(decision.what(), 58),
          cut(decision.why(), 110));
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** Returns the log loss of the last weeks, each judged by the version that was live in it. */
  private double liveLogLoss() {
    List<FlightWeek> last = Comparison.lastWeeks(calendar.weeks());
    return Comparison.mean(last, week -> Comparison.logLoss(model(champion(week)), week));
  }

  private String champion(FlightWeek week) {
    return progress.weeks().stream()
        .filter(seen -> seen.label().equals(week.label()))
        .map(DemoProgress.Seen::champion)
        .findFirst()
        .orElseThrow();
  }

  private FlightsModel model(String version) {
    ModelVersion registered =
        registry
            .version(late.model(), version)
            .orElseThrow(() -> new IllegalStateException("no version " + version));
    try {
      return FlightsModel.load(Path.of(registered.artifact()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void minutes(PrintStream out) {
    Optional<ModelVersion> champion = registry.byAlias("flight-minutes", ModelRegistry.CHAMPION);
    champion.ifPresent(
        version ->
            out.println(
                "\nThe second model, delay in minutes, is live as "
                    + version
                    + " ("
                    + minutesWhy()
                    + ")."));
  }

  private String minutesWhy() {
    return store.history("flight-minutes", 0).stream()
        .map(StateStore.LogEntry::decision)
        .filter(decision -> decision.kind() == Decision.Kind.RUN_SUCCEEDED)
        .map(Decision::why)
        .findFirst()
        .orElse("");
  }
}
