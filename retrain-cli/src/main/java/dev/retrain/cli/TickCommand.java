package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.batch.BatchScores;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain tick}. */
@Command(
    name = "tick",
    mixinStandardHelpOptions = true,
    description = "Advances every retraining as far as possible now and prints the decisions.")
final class TickCommand implements Callable<Integer> {

  private static final long PAUSE_NANOS = 200_000_000;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    OperatingConfig config = operating.config();
    List<Retraining> policies = new ArrayList<>(config.policies());
    BackendProvider provider = BackendFolder.backend(config.backend().name());
    Clock clock = Clock.systemUTC();
    JdbcStore store = config.openStore();
    Backend backend =
        provider.create(
            config.backend().settings().orElseGet(provider::placeholderSettings),
            new BackendContext(clock, store.leases(clock)));
    Retrainer.Builder builder = Retrainer.on(backend).store(store).clock(clock);
    ManualDeployment.underWay(store).forEach(active -> policies.add(active.policy()));
    builder.registry(Registries.open(config.registry(), backend, clock));
    policies.forEach(builder::add);
    config.prices().map(PriceList::read).ifPresent(builder::prices);
    config
        .batches()
        .forEach(
            (model, folder) ->
                builder.deployer(
                    Target.registryAlias(model), BatchScores.of(model, store, folder)));
    try (Retrainer retrainer = builder.build()) {
      List<Decision> made = tick(retrainer, policies, backend.name().equals("local"));
      Map<String, String> phases = new LinkedHashMap<>();
      policies.forEach(policy -> phases.put(policy.name(), retrainer.phase(policy.name())));
      output.print(document(made, phases), out -> print(made, phases, out));
    }
    return ExitCode.DONE;
  }

  /**
   * Ticks once. A run of the local backend is driven by this process and ends with it, so on that
   * backend ticks follow until no run is in progress.
   */
  private List<Decision> tick(
      Retrainer retrainer, List<Retraining> policies, boolean runsInProcess) {
    List<Decision> made = new ArrayList<>(reported(retrainer.tick()));
    while (runsInProcess
        && policies.stream().anyMatch(policy -> retrainer.phase(policy.name()).equals("running"))
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      made.addAll(reported(retrainer.tick()));
    }
    return made;
  }

  private List<Decision> reported(List<Decision> made) {
    made.forEach(
        decision ->
            output
                .err()
                .println(decision.retraining() + ": " + decision.what() + ": " + decision.why()));
    output.err().flush();
    return made;
  }

  private static Node document(List<Decision> made, Map<String, String> phases) {
    Map<String, Node> texts = new LinkedHashMap<>();
    phases.forEach((name, phase) -> texts.put(name, Node.of(phase)));
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("decisions", DecisionDocument.of(made));
    document.put("phases", Node.of(texts));
    return Node.of(document);
  }

  private static void print(List<Decision> made, Map<String, String> phases, PrintWriter out) {
    if (made.isEmpty()) {
      out.println("no decision was made");
    } else {
      DecisionDocument.print(made, out);
    }
    phases.forEach((name, phase) -> out.println(name + " is " + phase));
  }
}
