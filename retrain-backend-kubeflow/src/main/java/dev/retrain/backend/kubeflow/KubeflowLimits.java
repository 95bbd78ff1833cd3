package dev.retrain.backend.kubeflow;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.kfp.ContainerResourceMapping;
import dev.retrain.kfp.MarkerRules;
import dev.retrain.translation.StepProblems;
import java.util.ArrayList;
import java.util.List;

/** What Kubernetes and this cluster cannot take. */
final class KubeflowLimits {

  private final KubeflowSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  private KubeflowLimits(KubeflowSettings settings) {
    this.settings = settings;
  }

  static List<Problem> problems(Pipeline pipeline, KubeflowSettings settings) {
    KubeflowLimits limits = new KubeflowLimits(settings);
    pipeline.steps().forEach(limits::step);
    pipeline.tags().forEach(limits::tag);
    pipeline.identity().or(settings::serviceAccount).ifPresent(limits::identity);
    return List.copyOf(limits.problems);
  }

  private void step(Step step) {
    Execution execution = step.task().execution();
    execution
        .resources()
        .gpus()
        .filter(gpu -> settings.machines().accelerator(execution).isEmpty())
        .ifPresent(
            gpu ->
                add(
                    step,
                    "unknown-gpu",
                    "resources.gpu.model",
                    "no Kubernetes resource is known for the GPU model " + gpu.model(),
                    "Name one in settings.gpus."
                        + gpu.model()
                        + ".resource, such as nvidia.com/gpu"));
    settings
        .machines()
        .accelerator(execution)
        .filter(devices -> !KubeflowNames.isQualified(devices.type()))
        .ifPresent(
            devices ->
                add(
                    step,
                    "accelerator-name",
                    "hints.kubeflow." + ContainerResourceMapping.ACCELERATOR_HINT,
                    "Kubernetes has no resource '" + devices.type() + "'",
                    "Name one such as nvidia.com/gpu"));
    execution.secrets().forEach((variable, secret) -> secret(step, variable, secret));
  }

  private void secret(Step step, String variable, SecretRef secret) {
    boolean named =
        KubeflowNames.isObject(secret.name())
            && secret.key().map(KubeflowNames::isSecretEntry).orElse(true);
    if (!named) {
      add(
          step,
          "secret-name",
          "secrets." + variable,
          "Kubernetes cannot have a secret or entry of the name that " + variable + " refers to",
          "Name secrets by lower case letters, digits, dashes and dots, entries by letters, digits and - _ .");
    }
  }

  private void add(Step step, String code, String key, String what, String fix) {
    problems.add(StepProblems.error(step, code, key, what, fix));
  }

  private void identity(String identity) {
    if (!KubeflowNames.isObject(identity)) {
      problems.add(
          Problem.error(
              "identity",
              "identity",
              "pipeline",
              "'" + identity + "' cannot be the name of a service account in Kubernetes",
              "Use lower case letters, digits, dashes and dots"));
    }
  }

  private void tag(String key, String value) {
    if (!KubeflowNames.isTagKey(key)) {
      problems.add(
          Problem.error(
              "tag-key",
              "tags." + key,
              "tag " + key,
              "Kubernetes cannot have an annotation of this name",
              "Use letters, digits and inner - _ . only"));
    }
    MarkerRules.KUBEFLOW
        .argument(value)
        .ifPresent(
            why ->
                problems.add(
                    Problem.error(
                        "text-would-be-replaced",
                        "tags." + key,
                        "tag " + key,
                        "its value " + why,
                        "Write it differently: a definition cannot escape it")));
  }
}
