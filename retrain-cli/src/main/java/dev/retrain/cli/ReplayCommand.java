package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.audit.Replay;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code retrain replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Repeats the decisions of a log from their recorded evidence. Exits with 3 when a result"
            + " differs.")
final class ReplayCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A decision log as JSON lines.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<LogEntry> log = AuditLog.read(file);
    List<Replay.Disagreement> found = Replay.of(log);
    output.print(document(log, found), out -> print(log, found, out));
    return found.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }

  private static void print(List<LogEntry> log, List<Replay.Disagreement> found, PrintWriter out) {
    found.forEach(
        one -> out.println(one.retraining() + " entry " + one.sequence() + ": " + one.why()));
    out.println(log.size() + " decisions, " + found.size() + " with a different result");
  }

  private static Node document(List<LogEntry> log, List<Replay.Disagreement> found) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("entries", Node.of((long) log.size()));
    document.put("disagreements", Node.of(found.stream().map(ReplayCommand::one).toList()));
    return Node.of(document);
  }

  private static Node one(Replay.Disagreement disagreement) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("retraining", Node.of(disagreement.retraining()));
    document.put("sequence", Node.of(disagreement.sequence()));
    document.put("why", Node.of(disagreement.why()));
    return Node.of(document);
  }
}
