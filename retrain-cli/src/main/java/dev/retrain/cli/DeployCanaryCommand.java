package dev.retrain.cli;

import dev.retrain.api.backend.Backend;
import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Deployer;
import dev.retrain.api.rollout.OutcomeTotals;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.rollout.VersionHealth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain deploy-canary}. */
@Command(
    name = "deploy-canary",
    mixinStandardHelpOptions = true,
    description =
        "Gives a version growing shares of an endpoint's traffic, judging it against the live one;"
            + " ends with 0 when it was promoted, 3 when it was sent back, 5 when there was too"
            + " little to judge by, and it was sent back for that.")
final class DeployCanaryCommand implements Callable<Integer> {

  @Option(names = "--endpoint", required = true, paramLabel = "E", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String endpoint;

  @Option(
      names = "--model-version",
      required = true,
      paramLabel = "V",
      description =
          "A registered version, as MODEL@VERSION; the version alone for the model of the"
              + " retraining that goes to the endpoint, or that is named as the endpoint.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String version;

  @Option(
      names = "--traffic-split",
      split = ",",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Its share of the traffic, above 0 up to 1; several, growing, by commas.")
  private List<BigDecimal> shares = List.of();

  @Option(
      names = "--monitor-duration",
      paramLabel = "30m",
      defaultValue = "30m",
      description = "How long each share is watched.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String duration;

  @Option(
      names = "--rollback-threshold",
      paramLabel = "X",
      defaultValue = "0.02",
      description =
          "How much higher its share of failed requests may be, and how much worse the metric.")
  private double threshold;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "What is compared besides failed requests; accuracy where the endpoint counts it.")
  private @Nullable String metric;

  @Option(
      names = "--minimum-requests",
      paramLabel = "N",
      defaultValue = "20",
      description = "It must have answered at each share.")
  private long minimumRequests;

  @Mixin private final OperatedBackend operated = new OperatedBackend();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (Backend backend = operated.open();
        Deployer deployer = Endpoint.deployer(backend, endpoint)) {
      ApprovedModel model = ApprovedModel.from(registered(backend));
      String challenger = model.version().version();
      Optional<String> champion = Endpoint.champion(deployer.traffic(), challenger);
      if (champion.isEmpty() && deployer.traffic().isPresent()) {
        throw new ConfigurationProblem(
            "asked to roll out " + model.version() + ", which has all traffic of " + endpoint,
            FailureContext.hint("there is nothing to do"),
            null);
      }
      Rollout rollout = rollout(deployer.health(), champion);
      announce(model, champion, rollout);
      LiveVersions live = new LiveVersions(deployer, backend.registry(), model.version().model());
      return end(model, champion, new CanaryRun(model, champion, live, rollout, output.err()));
    }
  }

  private int end(ApprovedModel model, Optional<String> champion, CanaryRun run) {
    Thread abandoned = new Thread(run::abandon, "retrain-abandon");
    Runtime.getRuntime().addShutdownHook(abandoned); // the command may be interrupted
    CanaryRun.Verdict verdict = run.toTheEnd();
    Runtime.getRuntime().removeShutdownHook(abandoned);
    output.print(
        document(model, champion, verdict),
        out -> out.println(model.version() + " was " + word(verdict) + ": " + verdict.why()));
    return switch (verdict.end()) {
      case PROMOTED -> ExitCode.DONE;
      case ROLLED_BACK -> ExitCode.NO;
      case INCONCLUSIVE -> ExitCode.UNDECIDED;
    };
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
                + "; sent back if "
                + String.join(" or ", rollout.rules().stream().map(Object::toString).toList()));
    output.err().flush();
  }

  private ModelVersion registered(Backend backend) {
    VersionName name =
        version.contains("@") ? VersionName.parse(version) : new VersionName(model(), version);
    return backend
        .registry()
        .version(name.model(), name.version())
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "asked the registry of " + backend.name() + " for " + name + ", it has none",
                    FailureContext.hint(
                        "write --model-version MODEL@VERSION, and --config for other settings"),
                    null));
  }

  private String model() {
    return operated.policies().stream()
        .filter(policy -> policy.target().equals(Target.endpoint(endpoint)))
        .map(Retraining::model)
        .findFirst()
        .orElse(endpoint);
  }

  private Rollout rollout(Map<String, VersionHealth> health, Optional<String> champion) {
    Percent[] stages =
        shares.stream()
            .map(share -> new Percent(share.movePointRight(2).doubleValue()))
            .toArray(Percent[]::new);
    try {
      return Rollout.canary(stages)
          .observe(Durations.parse(duration))
          .minimumRequests(minimumRequests)
          .rollbackIf(rules(health, champion))
          .whenInconclusive(Rollout.WhenInconclusive.ROLL_BACK);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "asked for a canary that cannot be: " + e.getMessage(),
          FailureContext.hint("see retrain deploy-canary --help"),
          e);
    }
  }

  private RollbackRule[] rules(Map<String, VersionHealth> health, Optional<String> champion) {
    Margin margin = Margin.absolute(threshold);
    List<RollbackRule> rules = new ArrayList<>(List.of(RollbackRule.errorRateRise(margin)));
    if (metric != null) {
      rules.add(RollbackRule.drop(metric, margin));
    } else if (champion.filter(old -> counted(health.get(old))).isPresent()) {
      rules.add(RollbackRule.drop(Metric.ACCURACY.name(), margin));
    }
    return rules.toArray(RollbackRule[]::new);
  }

  private static boolean counted(@Nullable VersionHealth health) {
    return health != null
        && health.outcomes().getOrDefault(Metric.ACCURACY.name(), OutcomeTotals.NONE).count() > 0;
  }

  private static String word(CanaryRun.Verdict verdict) {
    return switch (verdict.end()) {
      case PROMOTED -> "promoted";
      case ROLLED_BACK -> "rolled back";
      case INCONCLUSIVE -> "rolled back, inconclusive";
    };
  }

  private Node document(ApprovedModel model, Optional<String> champion, CanaryRun.Verdict verdict) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("endpoint", Node.of(endpoint));
    document.put("model", Node.of(model.version().model()));
    document.put("version", Node.of(model.version().version()));
    champion.ifPresent(old -> document.put("champion", Node.of(old)));
    document.put("verdict", Node.of(verdict.end().name().toLowerCase(Locale.ROOT)));
    document.put("rule", Node.of(verdict.rule()));
    document.put("why", Node.of(verdict.why()));
    document.put("evidence", verdict.seen());
    return Node.of(document);
  }
}
