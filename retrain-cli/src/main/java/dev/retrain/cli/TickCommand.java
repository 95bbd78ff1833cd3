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
    description = "Carries every retraining on as far as it goes now and prints what was decided.")
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
    ManualDeployment.underWay(store).forEach(begun -> policies.add(begun.policy()));
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
   * One tick. A run of the local backend is driven by this process and would be lost with it, so
   * there ticks follow until no run is under way.
   */
  private List<Decision> tick(Retrainer retrainer, List<Retraining> policies, boolean runsInHere) {
    List<Decision> made = new ArrayList<>(told(retrainer.tick()));
    while (runsInHere
        && policies.stream().anyMatch(policy -> retrainer.phase(policy.name()).equals("running"))
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      made.addAll(told(retrainer.tick()));
    }
    return made;
  }

  private List<Decision> told(List<Decision> made) {
    made.forEach(
        decision ->
            output
                .err()
                .println(decision.retraining() + ": " + decision.what() + ": " + decision.why()));
    output.err().flush();
    return made;
  }

  private static Node document(List<Decision> made, Map<String, String> phases) {
    Map<String, Node> words = new LinkedHashMap<>();
    phases.forEach((name, word) -> words.put(name, Node.of(word)));
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("decisions", DecisionDocument.of(made));
    document.put("phases", Node.of(words));
    return Node.of(document);
  }

  private static void print(List<Decision> made, Map<String, String> phases, PrintWriter out) {
    if (made.isEmpty()) {
      out.println("nothing was decided");
    } else {
      DecisionDocument.print(made, out);
    }
    phases.forEach((name, word) -> out.println(name + " is " + word));
  }
}
