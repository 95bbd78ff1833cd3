package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.state.StateStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain tick}. */
@Command(
    name = "tick",
    mixinStandardHelpOptions = true,
    description = {
      "Advances every retraining as far as possible now and prints the decisions. Waits for the"
          + " runs of the local backend that it started itself.",
      "Exits with 1 when a run failed or a retraining could not be advanced."
    })
final class TickCommand implements Callable<Integer> {

  private static final long PAUSE_NANOS = 200_000_000;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  private final DrivenRuns driven = new DrivenRuns();

  /** The decisions of all ticks, and the retrainings that the last one could not advance. */
  private record Result(List<Decision> made, Map<String, String> failures) {
    boolean isFailed() {
      return !failures.isEmpty()
          || made.stream().anyMatch(decision -> decision.kind() == Decision.Kind.RUN_FAILED);
    }
  }

  @Override
  public Integer call() {
    OperatingConfig config = operating.config();
    List<Retraining> policies = config.policies();
    policies.forEach(this::warn);
    warnOfFlags(config, policies);
    BackendProvider provider = BackendFolder.backend(config.backend().name());
    Clock clock = Clock.systemUTC();
    JdbcStore store = config.openStore();
    Backend backend =
        provider.create(
            config.backend().settings().orElseGet(provider::placeholderSettings),
            BackendContext.of(clock, store.leases(clock)));
    List<RolloutPolicy> rollouts = RetrainingStatus.policies(policies, store);
    try (Retrainer retrainer = retrainer(config, policies, backend, store, clock)) {
      Result result = tick(retrainer, rollouts, store, isDrivenHere(backend));
      Map<String, String> phases = new LinkedHashMap<>();
      rollouts.forEach(policy -> phases.put(policy.name(), retrainer.phase(policy.name())));
      output.print(document(result, phases), out -> print(result, phases, out));
      return result.isFailed() ? ExitCode.FAILED : ExitCode.DONE;
    }
  }

  private Retrainer retrainer(
      OperatingConfig config,
      List<Retraining> policies,
      Backend backend,
      JdbcStore store,
      Clock clock) {
    Backend used = isDrivenHere(backend) ? driven.recording(backend) : backend;
    Retrainer.Builder builder =
        config.retrainer(
            used,
            Registries.open(config.registry(), backend, clock, store.leases(clock)),
            policies,
            store,
            clock);
    ManualDeployment.underWay(store).forEach(active -> builder.add(active.policy()));
    return builder.build();
  }

  /** Returns whether runs of a backend end with the process that started them. */
  private static boolean isDrivenHere(Backend backend) {
    return backend.name().equals(BackendOptions.LOCAL);
  }

  /** Reports what is allowed in a policy but doubtful. */
  private void warn(Retraining policy) {
    policy
        .warnings()
        .forEach(
            problem ->
                output
                    .err()
                    .println(
                        "warning: "
                            + policy.name()
                            + ": "
                            + problem.what()
                            + ". "
                            + problem.fix()
                            + "."));
  }

  /** Reports flags that no trigger can ever see. */
  private void warnOfFlags(OperatingConfig config, List<Retraining> policies) {
    for (Retraining policy : policies) {
      Set<String> flags = OperatingFlags.namesIn(policy);
      if (!flags.isEmpty() && !config.flags().isConfigured()) {
        output
            .err()
            .println(
                "warning: "
                    + policy.name()
                    + " has triggers on the flags "
                    + flags
                    + ", but the config has no source of flags. Add flags: {file: flags.yaml} or"
                    + " flags: {environment: RETRAIN_FLAG_}.");
      }
    }
    output.err().flush();
  }

  /**
   * Ticks once. A run of the local backend that this process drives ends with it, so on that
   * backend ticks follow until no such run is in progress.
   */
  private Result tick(
      Retrainer retrainer, List<RolloutPolicy> policies, StateStore store, boolean drivenHere) {
    List<Decision> made = new ArrayList<>(reported(retrainer.tick()));
    while (drivenHere
        && policies.stream().anyMatch(policy -> isDriving(policy, store))
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      made.addAll(reported(retrainer.tick()));
    }
    return new Result(made, new TreeMap<>(retrainer.failures()));
  }

  private boolean isDriving(RolloutPolicy policy, StateStore store) {
    return RetrainingStatus.state(policy.name(), store).filter(driven::drives).isPresent();
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

  private static Node document(Result result, Map<String, String> phases) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("decisions", DecisionDocument.of(result.made()));
    document.put("phases", texts(phases));
    if (!result.failures().isEmpty()) {
      document.put("failures", texts(result.failures()));
    }
    return Node.of(document);
  }

  private static Node texts(Map<String, String> values) {
    Map<String, Node> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, Node.of(value)));
    return Node.of(texts);
  }

  private static void print(Result result, Map<String, String> phases, PrintWriter out) {
    if (result.made().isEmpty()) {
      out.println("no decision was made");
    } else {
      DecisionDocument.print(result.made(), out);
    }
    phases.forEach((name, phase) -> out.println(name + " is " + phase));
    result.failures().forEach((name, why) -> out.println(name + " was not advanced: " + why));
  }
}
