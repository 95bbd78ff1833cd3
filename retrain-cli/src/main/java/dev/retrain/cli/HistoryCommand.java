package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.report.HistoryPage;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Prints every decision of a retraining, oldest first.")
final class HistoryCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RETRAINING",
      description =
          "Its name; a manual rollout is named deploy-ENDPOINT. Retrainings that the config no"
              + " longer has are found as well.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Also writes them as JSON lines, the input of retrain audit verify.")
  private @Nullable Path export;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes them as a report, one self-contained HTML file.")
  private @Nullable Path html;

  @Override
  public Integer call() {
    try (StateStore store = operating.readStore()) {
      List<LogEntry> log = store.history(name, 0);
      if (log.isEmpty()) {
        requireKnown(store);
      }
      if (export != null) {
        AuditLog.export(store, List.of(name), export);
      }
      List<Decision> decisions = log.stream().map(LogEntry::decision).toList();
      if (html != null) {
        TextFiles.write(html, HistoryPage.of(name, decisions).html());
      }
      List<QuarterCost> costs = CostHistory.of(log).quarters();
      output.print(document(name, log, costs), out -> print(decisions, costs, out));
    }
    return ExitCode.DONE;
  }

  /** A retraining of the config may have no decision yet. */
  private void requireKnown(StateStore store) {
    List<String> known =
        new ArrayList<>(
            operating.find().map(OperatingConfig::policies).orElse(List.of()).stream()
                .map(Retraining::name)
                .toList());
    if (!known.contains(name)) {
      ManualDeployment.all(store).forEach(manual -> known.add(manual.policy().name()));
      throw new ConfigurationProblem(
          "there is no retraining '" + name + "' and no decision of one",
          FailureContext.hint(
              known.isEmpty()
                  ? "name a config with --config"
                  : "correct the name; known are " + known),
          null);
    }
  }

  private static void print(List<Decision> decisions, List<QuarterCost> costs, PrintWriter out) {
    DecisionDocument.print(decisions, out);
    if (CostText.hasAmounts(costs)) {
      out.println();
      CostText.print(costs, out);
    }
  }

  private static Node document(String name, List<LogEntry> log, List<QuarterCost> costs) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("retraining", Node.of(name));
    document.put("entries", DecisionDocument.entries(log));
    document.put("costs", CostText.document(costs));
    return Node.of(document);
  }
}
