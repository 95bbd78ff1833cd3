package dev.retrain.backend.azure.definition;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.translation.SecretVariables;
import dev.retrain.translation.StepProblems;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks one step against the limits of the service. */
final class NodeLimits {

  static final Set<String> HINTS =
      new TreeSet<>(
          Set.of(
              MachineSizes.SIZE_HINT, MachineSizes.COMPUTE_HINT, MachineSizes.SHARED_MEMORY_HINT));

  /** Names of secrets in a key vault. */
  private static final Pattern SECRET = Pattern.compile("[0-9a-zA-Z-]{1,127}");

  private static final Pattern IDENTITY =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,127}|/subscriptions/[A-Za-z0-9._()/-]+");

  private final RequestContext parts;

  NodeLimits(RequestContext parts) {
    this.parts = parts;
  }

  /** Returns whether an identity is a name, a resource id or a client id. */
  static boolean isIdentity(String identity) {
    return IDENTITY.matcher(identity).matches();
  }

  List<Problem> problems(Step step) {
    List<Problem> problems = new ArrayList<>();
    checkMachine(step, problems);
    checkHints(step, problems);
    checkNames(step, problems);
    checkSecrets(step, problems);
    if (step.task().execution().cache().isPresent()) {
      problems.add(
          StepProblems.warning(
              step,
              "cache-ignored",
              "cachedFor",
              "the step runs in every run",
              "Nothing needs to be done; it only takes longer"));
    }
    TrialTasks.search(step).ifPresent(search -> checkSearch(step, search, problems));
    return problems;
  }

  private void checkMachine(Step step, List<Problem> problems) {
    Execution execution = step.task().execution();
    if (parts.machines().size(execution).isPresent()
        || MachineSizes.hint(execution, MachineSizes.COMPUTE_HINT).isPresent()) {
      return;
    }
    problems.add(parts.machines().offered().tooSmall(step, "machine size"));
  }

  private static void checkHints(Step step, List<Problem> problems) {
    step.task()
        .execution()
        .hints(AzureTranslator.NAME)
        .forEach(
            (hint, value) -> {
              if (!HINTS.contains(hint)) {
                problems.add(
                    StepProblems.error(
                        step,
                        "unknown-hint",
                        "hints.azure." + hint,
                        "the backend has no hint '" + hint + "'",
                        "Known hints: " + HINTS));
              } else if (!value.matches("[A-Za-z0-9_./()-]+")) {
                problems.add(
                    StepProblems.error(
                        step,
                        "illegal-hint",
                        "hints.azure." + hint,
                        "the hint " + hint + " has characters the service refuses",
                        "Use letters, digits and _ - . / ( )"));
              }
            });
  }

  private void checkNames(Step step, List<Problem> problems) {
    step.task()
        .execution()
        .identity()
        .filter(identity -> !isIdentity(identity))
        .ifPresent(
            identity ->
                problems.add(
                    StepProblems.error(
                        step,
                        "illegal-identity",
                        "identity",
                        "'" + identity + "' is not a managed identity",
                        "Use its name, resource id or client id")));
    StepProblems.imageName(step, parts.images()).ifPresent(problems::add);
    problems.addAll(StepProblems.localFiles(step, ""));
    StepProblems.imageWithoutRegistry(step, parts.images(), "it is pulled from Docker Hub")
        .ifPresent(problems::add);
  }

  private void checkSecrets(Step step, List<Problem> problems) {
    Execution execution = step.task().execution();
    if (!execution.secrets().isEmpty() && parts.settings().keyVault().isEmpty()) {
      problems.add(
          StepProblems.error(
              step,
              "missing-setting",
              "secrets",
              "it needs a secret, but the settings have no keyVault",
              "Set keyVault: https://NAME.vault.azure.net"));
    }
    for (String variable : execution.secrets().keySet()) {
      SecretRef secret = execution.secrets().get(variable);
      if (!SECRET.matcher(secret.name()).matches()) {
        problems.add(
            StepProblems.error(
                step,
                "illegal-secret-name",
                "secrets." + variable,
                "a key vault has no secret of that name. A name has letters, digits and hyphens",
                "Rename the secret"));
      }
    }
    SecretVariables.clashes(execution)
        .forEach(variable -> problems.add(StepProblems.reservedVariable(step, variable)));
  }

  private static void checkSearch(Step step, Search search, List<Problem> problems) {
    boolean logarithmic =
        search.space().values().stream()
            .anyMatch(
                range ->
                    range.accept(
                        new Range.Visitor<Boolean>() {
                          @Override
                          public Boolean floatRange(Range.FloatRange continuous) {
                            return continuous.scale() == Range.Scale.LOG;
                          }

                          @Override
                          public Boolean intRange(Range.IntRange whole) {
                            return whole.scale() == Range.Scale.LOG;
                          }

                          @Override
                          public Boolean categories(Range.Categorical choice) {
                            return false;
                          }
                        }));
    if (logarithmic && search.strategy() == Search.Strategy.BAYESIAN) {
      problems.add(
          StepProblems.error(
              step,
              Preflight.UNSUPPORTED,
              "search.space",
              "bayesian sampling has no logarithmic scale",
              "Use a linear scale, or random"));
    }
  }
}
