package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.report.HistoryPage;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Prints every decision of a retraining, oldest first.")
final class HistoryCommand implements Callable<Integer> {

  @Mixin private final NamedRetraining retraining = new NamedRetraining();
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
    OperatingConfig config = retraining.config();
    String name = retraining.name();
    try (JdbcStore store = config.openStore()) {
      List<LogEntry> log = store.history(name, 0);
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
