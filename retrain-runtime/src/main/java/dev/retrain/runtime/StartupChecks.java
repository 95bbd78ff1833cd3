package dev.retrain.runtime;

import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.call.Calls;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.EarlierRuns;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.cost.StepCost;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.resource.BackendSchedules;
import dev.retrain.runtime.rollout.TargetChecks;
import dev.retrain.runtime.trigger.TriggerSources;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.deploy.Deployer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What must hold between retrainings and what they run on, before the first tick. */
record StartupChecks(
    Backend backend, Deployers deployers, Optional<PriceList> prices, Instant now) {

  List<Problem> of(Collection<LoopPolicy> policies) {
    List<Problem> problems = new ArrayList<>();
    policies.forEach(policy -> target(policy, problems));
    Map<String, Retraining> owners = new TreeMap<>();
    policies.stream()
        .flatMap(policy -> policy.training().stream())
        .forEach(retraining -> training(retraining, owners, problems));
    return problems;
  }

  private void training(
      Retraining retraining, Map<String, Retraining> owners, List<Problem> problems) {
    if (retraining.guards().spending().isPresent()) {
      spending(retraining, problems);
    }
    scores(retraining, problems);
    resuming(retraining, problems);
    schedules(retraining, problems);
    Retraining owner = owners.putIfAbsent(retraining.model(), retraining);
    if (owner != null) {
      problems.add(shared(owner, retraining));
    }
  }

  /** Each would take the other's champion for its own and send it back. */
  private static Problem shared(Retraining owner, Retraining second) {
    return Problem.error(
        "shared-model",
        "gate.register",
        second.toString(),
        "it registers versions of the model " + second.model() + ", as " + owner + " does",
        "Give one retraining all the triggers, or register under another name");
  }

  private void target(LoopPolicy policy, List<Problem> problems) {
    Target target = policy.target();
    Optional<Deployer> deployer =
        deployers
            .of(target, backend)
            .map(real -> Calls.translated(Deployer.class, real, "deployer of " + target));
    if (deployer.isPresent()) {
      problems.addAll(
          TargetChecks.problems(policy.toString(), policy.rolloutPolicy(), deployer.get()));
      return;
    }
    if (!(target instanceof Target.RegistryAlias)) {
      problems.add(
          Problem.error(
              "unserved-target",
              "to",
              policy.toString(),
              "nothing sets the traffic of " + target + " on the backend " + backend.name(),
              "Give the retrainer a deployer for it, or name a target the backend serves"));
    } else if (isCompared(policy)) {
      problems.add(
          Problem.error(
              "no-batches",
              "to",
              policy.toString(),
              "its rollout compares versions, and nothing shows what they say about a batch of "
                  + target,
              "Give the retrainer BatchScores as deployer for it, or roll out all at once"
                  + " without rules"));
    }
  }

  private static boolean isCompared(LoopPolicy policy) {
    return !policy.rollout().rules().isEmpty()
        || !(policy.rollout().strategy() instanceof Strategy.AllAtOnce);
  }

  private static void scores(Retraining retraining, List<Problem> problems) {
    if (retraining.evaluator().isPresent()
        && ScoreFiles.artifact(retraining.pipeline()).isEmpty()) {
      problems.add(
          Problem.error(
              "no-scores",
              "promoteIf",
              retraining.toString(),
              "it judges row by row, but its pipeline writes no scores",
              "Let the evaluate step write Artifact.scores(\"scores\")"));
    }
  }

  private void resuming(Retraining retraining, List<Problem> problems) {
    if (retraining.resume().times() > 0) {
      absent(Capability.RESUME)
          .ifPresent(
              absent ->
                  problems.add(
                      Problem.error(
                          "no-resume",
                          "resume",
                          retraining.toString(),
                          "failed runs are to be resumed, and the backend "
                              + backend.name()
                              + " does not: "
                              + absent.why(),
                          absent.fix())));
    }
  }

  private void schedules(Retraining retraining, List<Problem> problems) {
    if (BackendSchedules.isUsed(LoopPolicy.of(retraining))) {
      absent(Capability.SCHEDULE)
          .ifPresent(
              absent ->
                  problems.add(
                      Problem.error(
                          "no-schedules",
                          "when",
                          retraining.toString(),
                          "a cron trigger is left to the backend "
                              + backend.name()
                              + ", which keeps no schedules: "
                              + absent.why(),
                          "Leave out scheduledBy, so that the loop starts the runs")));
    }
  }

  private Optional<Support.Absent> absent(Capability capability) {
    return backend.translator().capabilities().of(capability) instanceof Support.Absent absent
        ? Optional.of(absent)
        : Optional.empty();
  }

  /** A limit that no cost is known for would hold back every run. */
  private void spending(Retraining retraining, List<Problem> problems) {
    if (prices.isEmpty()) {
      problems.add(
          Problem.error(
              "no-prices",
              "guards.spending",
              retraining.toString(),
              "a spending limit needs prices, and there is no price list",
              "Give the retrainer a price list, or limit the number of runs with a budget"));
      return;
    }
    CostSheet projected =
        Costs.costing(retraining, backend, prices.get()).projected(now, EarlierRuns.NONE);
    for (StepCost step : projected.unknowns()) {
      problems.add(
          Problem.error(
              "unknown-cost",
              "guards.spending",
              "step " + step.step(),
              "there is a spending limit, but "
                  + step.unknown().orElse("it is not known what the step costs"),
              step.perHour().isPresent()
                  ? "Give the step an expected time or a timeout"
                  : "Add the price to the price list, valid today"));
    }
  }

  /** Returns what lets a trigger never fire: a source that nothing provides. */
  static List<Problem> warnings(Collection<Retraining> retrainings, FlagSource flags) {
    List<Problem> problems = new ArrayList<>();
    for (Retraining retraining : retrainings) {
      for (TriggerRule rule : retraining.triggers()) {
        problems.addAll(rule.trigger().warnings(retraining));
        boolean readsFlags = TriggerSources.of(rule.trigger()).contains(TriggerSources.FLAGS);
        if (readsFlags && flags == FlagSource.NONE) {
          problems.add(
              TriggerSources.FLAGS.missing(
                  retraining, rule.trigger(), "Give the retrainer a flag source"));
        }
      }
    }
    return problems;
  }
}
