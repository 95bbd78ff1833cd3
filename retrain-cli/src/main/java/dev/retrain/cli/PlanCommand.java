package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.Costing;
import dev.retrain.runtime.cost.EarlierRuns;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Prints, per step, how a backend would run a pipeline. Calls no service.")
final class PlanCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "A pipeline as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Writes the native definition into this folder.")
  private @Nullable Path folder;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "A price list: also prints the estimated cost of a run.")
  private @Nullable Path prices;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "With --prices, an exported decision log; step times are taken from its earlier runs.")
  private @Nullable Path log;

  @Option(
      names = "--assume-step",
      paramLabel = "10m",
      description = "With --prices, the time of steps of unknown duration.")
  private @Nullable String assumed;

  @Option(
      names = "--mermaid",
      description = "Prints the plan as a Mermaid diagram of the graph instead.")
  private boolean mermaid;

  @Override
  public Integer call() {
    Pipeline pipeline = Pipeline.read(file);
    TranslatorProvider provider = BackendFolder.translator(backend.name());
    Translator translator =
        provider.translator(backend.settingsOrPlaceholders(file, provider, output.err()));
    Plan plan = translator.plan(pipeline);
    if (mermaid) {
      String graph = Mermaid.of(pipeline, plan);
      output.print(Node.of(Map.of("mermaid", Node.of(graph))), out -> out.print(graph));
    } else {
      print(plan, pipeline, RollbackPlan.of(translator.capabilities()));
    }
    if (plan.problems().stream().anyMatch(Problem::isError)) {
      return refused(plan);
    }
    if (folder != null) {
      NativeDefinition definition = translator.translate(pipeline);
      DefinitionFiles.write(definition, folder);
      definition
          .files()
          .keySet()
          .forEach(name -> output.err().println("wrote " + folder.resolve(name)));
    }
    return ExitCode.DONE;
  }

  private void print(Plan plan, Pipeline pipeline, RollbackPlan rollback) {
    Optional<CostSheet> cost =
        Optional.ofNullable(prices).map(PriceList::read).map(list -> cost(list, plan, pipeline));
    output.print(
        PlanDocument.of(plan, cost, rollback),
        out -> {
          PlanText.print(plan, cost, out);
          out.println(rollback.line());
        });
  }

  private CostSheet cost(PriceList list, Plan plan, Pipeline pipeline) {
    EarlierRuns earlier =
        log == null ? EarlierRuns.NONE : CostHistory.of(AuditLog.read(log)).earlier();
    Costing costing = Costing.of(list, plan, pipeline);
    Instant now = Clock.systemUTC().instant();
    return assumed == null
        ? costing.projected(now, earlier)
        : costing.projected(now, earlier, Times.parse("--assume-step", assumed));
  }

  private int refused(Plan plan) {
    plan.problems().stream().filter(Problem::isError).forEach(output.err()::println);
    output.err().flush();
    return plan.problems().stream().anyMatch(p -> p.code().equals(Preflight.UNSUPPORTED))
        ? ExitCode.UNSUPPORTED
        : ExitCode.INVALID;
  }
}
