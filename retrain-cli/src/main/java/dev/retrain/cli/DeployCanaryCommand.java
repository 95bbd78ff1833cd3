package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code retrain deploy-canary}. */
@Command(
    name = "deploy-canary",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a version increasing shares of the traffic of an endpoint and compares it with the"
          + " live version. Exits with 0 when it was promoted, 3 when it was rolled back, 5 when it"
          + " was rolled back because there was not enough data.",
      "The rollout is kept in the store: after an interruption the same command, or retrain tick,"
          + " continues it."
    })
final class DeployCanaryCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "E",
      description = "The name of the endpoint; with a request, of any target of a retraining.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String endpoint;

  @Option(
      names = "--model-version",
      paramLabel = "V",
      description =
          "A registered version, MODEL@VERSION. The version alone means the model of the retraining"
              + " whose target is the endpoint, or the model named like the endpoint.")
  private @Nullable String version;

  @ArgGroup private @Nullable CanaryRequest request;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "The reason of a request; kept in the decision log.")
  private @Nullable String reason;

  @Mixin private final CanaryOptions canary = new CanaryOptions();
  @Mixin private final BackendOptions operated = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (version == null && request == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--model-version=V'");
    }
    try (Backend backend = operated.openOperated();
        JdbcStore store = operated.openStore()) {
      return request == null
          ? rollOut(String.valueOf(version), backend, store)
          : submit(request, backend, store);
    }
  }

  private int submit(CanaryRequest requested, Backend backend, JdbcStore store) {
    Optional<ManualDeployment> manual =
        ManualDeployment.of(store, endpoint).filter(ManualDeployment::isUnderWay);
    if (manual.isEmpty()) {
      return CanaryRequest.ofRetraining(operated.policies(), store, endpoint)
          .map(policy -> CanaryRequest.put(policy, store, requested.verb(), reason, output))
          .orElseThrow(
              () ->
                  new ConfigurationProblem(
                      "no rollout is in progress on " + endpoint,
                      FailureContext.hint(
                          "start one with --model-version, or name the target of a retraining"
                              + " that retrain status shows rolling out"),
                      null));
    }
    ManualDeployment deployment = manual.get();
    List<String> lines =
        new ManualRollouts(operated, backend, store)
            .request(deployment, requested.verb(), CanaryRequest.reasonOf(reason));
    output.print(
        CanaryRequest.document(endpoint, deployment, lines),
        out -> {
          lines.forEach(out::println);
          if (lines.isEmpty()) {
            out.println("requested; the process that drives the rollout answers at its next tick");
          }
        });
    return ExitCode.DONE;
  }

  private int rollOut(String wanted, Backend backend, JdbcStore store) {
    try (Deployer deployer = Endpoint.deployer(backend, endpoint)) {
      return rollOut(wanted, backend, store, deployer);
    }
  }

  private int rollOut(String wanted, Backend backend, JdbcStore store, Deployer deployer) {
    ApprovedModel model = ApprovedModel.from(registered(wanted, backend));
    Optional<ManualDeployment> active =
        ManualDeployment.of(store, endpoint).filter(ManualDeployment::isUnderWay);
    ManualDeployment deployment =
        active.isPresent() ? resume(active.get(), model) : start(model, backend, store, deployer);
    CanaryRun run =
        new CanaryRun(
            deployment,
            new ManualRollouts(operated, backend, store).retrainer(deployment),
            deployer,
            output.err(),
            clock);
    Thread abandoned = new Thread(run::abandon, "retrain-abandon");
    Runtime.getRuntime().addShutdownHook(abandoned); // the command may be interrupted
    run.toTheEnd();
    Runtime.getRuntime().removeShutdownHook(abandoned);
    return end(model, deployment, run.lastProblem());
  }

  private ManualDeployment resume(ManualDeployment active, ApprovedModel model) {
    String challenger = model.version().version();
    boolean same =
        active.policy().model().equals(model.version().model())
            && active.rollout().filter(now -> !now.challenger().equals(challenger)).isEmpty();
    if (!same) {
      throw new ConfigurationProblem(
          "cannot roll out " + model.version() + ": another version is being rolled out",
          FailureContext.hint(
              "wait for its end, or run retrain deploy-canary --endpoint " + endpoint + " --abort"),
          null);
    }
    output
        .err()
        .println("continues the rollout of " + model.version() + " with its original options");
    output.err().flush();
    return active;
  }

  private ManualDeployment start(
      ApprovedModel model, Backend backend, JdbcStore store, Deployer deployer) {
    Optional<String> champion =
        new CanaryStart(endpoint, model.version(), operated.registry(backend), operated.policies())
            .champion(deployer, store);
    Rollout rollout =
        canary.rollout(champion.flatMap(old -> Optional.ofNullable(deployer.health().get(old))));
    announce(model, champion, rollout);
    CanaryPlan plan = CanaryPlan.of(deployer, champion, rollout);
    plan.print(output.err());
    return ManualDeployment.begin(
        store, new ManualDeployment.Order(model, endpoint, champion, rollout, plan.facts()), clock);
  }

  private void announce(ApprovedModel model, Optional<String> champion, Rollout rollout) {
    output
        .err()
        .println(
            model
                + " against "
                + champion.map(old -> "version " + old).orElse("nothing")
                + " on the endpoint "
                + endpoint
                + "; rolled back if "
                + String.join(" or ", rollout.rules().stream().map(Object::toString).toList()));
    output.err().flush();
  }

  private ModelVersion registered(String wanted, Backend backend) {
    VersionName name =
        wanted.contains("@") ? VersionName.parse(wanted) : new VersionName(model(), wanted);
    return operated
        .registry(backend)
        .version(name.model(), name.version())
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "the registry of " + backend.name() + " has no version " + name,
                    FailureContext.hint(
                        "write --model-version MODEL@VERSION, or name another config with"
                            + " --config"),
                    null));
  }

  private String model() {
    return operated.policies().stream()
        .filter(policy -> policy.target().equals(Target.endpoint(endpoint)))
        .map(Retraining::model)
        .findFirst()
        .orElse(endpoint);
  }

  private int end(ApprovedModel model, ManualDeployment deployment, String problem) {
    List<LogEntry> log = deployment.log(0);
    CanaryResult end = CanaryResult.of(decisions(log));
    String reason = end.exitCode() == ExitCode.DONE ? "" : problem;
    output.print(
        document(model, end, deployment, reason),
        out -> {
          out.println(model.version() + " was " + end.describe() + ": " + end.why());
          if (!reason.isEmpty()) {
            out.println("it was not ready: " + reason);
          }
        });
    return end.exitCode();
  }

  private static List<Decision> decisions(List<LogEntry> log) {
    return log.stream()
        .map(LogEntry::decision)
        .filter(decision -> decision.kind() != Decision.Kind.HOLD)
        .toList();
  }

  private Node document(
      ApprovedModel model, CanaryResult end, ManualDeployment deployment, String problem) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("endpoint", Node.of(endpoint));
    document.put("model", Node.of(model.version().model()));
    document.put("version", Node.of(model.version().version()));
    end.champion().ifPresent(old -> document.put("champion", old));
    document.put("verdict", Node.of(end.verdict()));
    document.put("rule", Node.of(end.rule()));
    document.put("why", Node.of(end.why()));
    if (!problem.isEmpty()) {
      document.put("not_ready", Node.of(problem));
    }
    end.plan().ifPresent(plan -> document.put("plan", plan));
    document.put("evidence", end.evidence());
    document.put("decisions", DecisionDocument.of(end.decisions()));
    document.put("log", Node.of(deployment.policy().name()));
    return Node.of(document);
  }
}
