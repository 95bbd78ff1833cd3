package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain why}. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Prints the decisions that led to a version and those that followed.")
final class WhyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL@VERSION", description = "A version of the registry.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String wanted;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Reads this exported decision log instead of the store.")
  private @Nullable Path log;

  @Override
  public Integer call() {
    VersionName version = VersionName.parse(wanted);
    List<LogEntry> chain = log == null ? stored(version) : chain(AuditLog.read(log), version);
    if (chain.isEmpty()) {
      throw new ConfigurationProblem(
          "no decision names the version " + wanted,
          FailureContext.hint("run retrain history to see the versions that decisions name"),
          null);
    }
    output.print(
        document(version, chain), out -> chain.forEach(e -> WhyText.print(e.decision(), out)));
    return ExitCode.DONE;
  }

  private static List<LogEntry> chain(List<LogEntry> log, VersionName version) {
    return AuditLog.why(log, version.model(), version.version());
  }

  /** Returns the entries of all retrainings and manual rollouts of the model, by time. */
  private List<LogEntry> stored(VersionName version) {
    try (StateStore store = operating.readStore()) {
      List<RolloutPolicy> policies = policies(store, version.model());
      if (policies.isEmpty()) {
        throw new ConfigurationProblem(
            "no retraining and no manual rollout is for the model '" + version.model() + "'",
            FailureContext.hint("correct the name, or add its policy file to retrainings"),
            null);
      }
      return policies.stream()
          .flatMap(policy -> chain(store.history(policy.name(), 0), version).stream())
          .sorted(Comparator.comparing(entry -> entry.decision().at()))
          .toList();
    }
  }

  private List<RolloutPolicy> policies(StateStore store, String model) {
    return Stream.concat(
            operating.find().map(OperatingConfig::policies).orElse(List.of()).stream()
                .map(RolloutPolicy::of),
            ManualDeployment.all(store).stream().map(ManualDeployment::policy))
        .filter(policy -> policy.model().equals(model))
        .toList();
  }

  private static Node document(VersionName version, List<LogEntry> chain) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("model", Node.of(version.model()));
    document.put("version", Node.of(version.version()));
    document.put("entries", DecisionDocument.entries(chain));
    return Node.of(document);
  }
}
