package dev.retrain.cli;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.cli.CheckFinding.Area;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.audit.SigningKey;
import dev.retrain.runtime.batch.BatchScores;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.backend.TranslatorProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks an operating config with the policies it names. Calls no service and writes nothing.
 *
 * @param config the config
 */
record ConfigCheck(OperatingConfig config) {

  /** Returns a finding per policy and per file that the config names. */
  List<CheckFinding> findings() {
    List<CheckFinding> findings = new ArrayList<>();
    List<Retraining> policies = new ArrayList<>();
    for (Path file : config.retrainings()) {
      findings.addAll(policy(file, policies));
    }
    config.prices().ifPresent(file -> findings.add(file(file, () -> PriceList.read(file))));
    config.signingKey().ifPresent(file -> findings.add(file(file, () -> SigningKey.read(file))));
    findings.addAll(plans(policies));
    findings.addAll(together(policies));
    flags(policies).ifPresent(findings::add);
    return findings;
  }

  private static List<CheckFinding> policy(Path file, List<Retraining> policies) {
    try {
      Retraining policy = Retraining.read(file);
      policies.add(policy);
      List<CheckFinding> findings = new ArrayList<>();
      findings.add(
          CheckFinding.ok(
              Area.POLICIES,
              file.toString(),
              policy.name() + ", to " + Targets.describe(policy.target())));
      ownWarnings(policy).forEach(problem -> findings.add(problem(policy.name(), problem)));
      return findings;
    } catch (InvalidDefinitionException e) {
      return e.problems().stream().map(problem -> problem(file.toString(), problem)).toList();
    } catch (RetrainException e) {
      return List.of(failed(file.toString(), e));
    }
  }

  /** Returns the warnings of a policy without those of its pipeline, which plans report. */
  static List<Problem> ownWarnings(Retraining policy) {
    List<Problem> pipeline = policy.pipeline().warnings();
    return policy.warnings().stream().filter(problem -> !pipeline.contains(problem)).toList();
  }

  private static CheckFinding file(Path file, Runnable read) {
    try {
      read.run();
      return CheckFinding.ok(Area.SETTINGS, file.toString(), "can be read");
    } catch (RetrainException e) {
      return failed(file.toString(), e);
    }
  }

  private static CheckFinding failed(String what, RetrainException problem) {
    return CheckFinding.failed(
        Area.POLICIES, what, String.valueOf(problem.getMessage()), "correct the file");
  }

  /** Returns what the backend cannot do with the pipelines of the policies. */
  private List<CheckFinding> plans(List<Retraining> policies) {
    TranslatorProvider provider = BackendFolder.translator(config.backend().name());
    Translator translator =
        provider.translator(config.backend().settings().orElseGet(provider::placeholderSettings));
    List<CheckFinding> findings = new ArrayList<>();
    for (Retraining policy : policies) {
      for (Problem problem : translator.plan(policy.pipeline()).problems()) {
        findings.add(problem(policy.name(), problem));
      }
    }
    return findings;
  }

  private static CheckFinding problem(String what, Problem problem) {
    String where = problem.location().map(at -> "line " + at.line() + ": ").orElse("");
    String subject = problem.subject().isEmpty() ? "" : problem.subject() + ": ";
    String seen = where + subject + problem.what();
    return problem.isError()
        ? CheckFinding.failed(Area.POLICIES, what, seen, problem.fix())
        : CheckFinding.warning(Area.POLICIES, what, seen, problem.fix());
  }

  /** Returns what must hold between the policies, the backend and the prices. */
  private List<CheckFinding> together(List<Retraining> policies) {
    String name = config.backend().name();
    if (!(BackendFolder.translator(name) instanceof BackendProvider provider)) {
      return List.of(
          CheckFinding.unknown(
              Area.POLICIES,
              "retrainings",
              "this version can plan for " + name + " but not run there",
              "use retrain plan"));
    }
    Clock clock = Clock.systemUTC();
    BackendContext context = BackendContext.of(clock, new StoreLeases(config.store(), clock));
    try (Backend backend =
        provider.create(
            config.backend().settings().orElseGet(provider::placeholderSettings), context)) {
      Retrainer.Builder builder = Retrainer.on(backend).store(new EmptyStore());
      policies.forEach(builder::add);
      config.prices().map(PriceList::read).ifPresent(builder::prices);
      config
          .batches()
          .forEach(
              (model, folder) ->
                  builder.deployer(
                      Target.registryAlias(model),
                      BatchScores.of(model, new EmptyStore(), folder)));
      builder.build();
      return List.of();
    } catch (InvalidDefinitionException e) {
      return e.problems().stream().map(problem -> problem("retrainings", problem)).toList();
    } catch (RetrainException | IllegalArgumentException e) {
      return List.of(
          CheckFinding.failed(
              Area.POLICIES, "retrainings", String.valueOf(e.getMessage()), "correct the config"));
    }
  }

  private Optional<CheckFinding> flags(List<Retraining> policies) {
    Set<String> flags = new TreeSet<>();
    policies.forEach(policy -> flags.addAll(OperatingFlags.namesIn(policy)));
    return flags.isEmpty() || config.flags().isConfigured()
        ? Optional.empty()
        : Optional.of(
            CheckFinding.warning(
                Area.POLICIES,
                "flags",
                "triggers read " + flags + ", but the config has no source of flags",
                "add flags: {file: flags.yaml} or flags: {environment: RETRAIN_FLAG_}"));
  }
}
