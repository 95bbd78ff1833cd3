package dev.retrain.backend.vertex;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.StepProblems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Vertex AI cannot take (Vertex AI Pipelines, machine types of a step; Labels; read 2026-11).
 */
final class VertexLimits {

  private static final double MAX_CPUS = 96;
  private static final long MAX_MEMORY_MIB = 624L * 1024;

  /** The 100 GB of every machine, less what the system takes. */
  private static final long DISK_GIB = 90;

  private static final String LESS = "Request less";

  private final VertexSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  private VertexLimits(VertexSettings settings) {
    this.settings = settings;
  }

  static List<Problem> problems(Pipeline pipeline, VertexSettings settings) {
    VertexLimits limits = new VertexLimits(settings);
    pipeline.steps().forEach(limits::step);
    pipeline.identity().or(settings::serviceAccount).ifPresent(limits::identity);
    limits.tags(pipeline.tags());
    return List.copyOf(limits.problems);
  }

  private void step(Step step) {
    Execution execution = step.task().execution();
    Resources resources = settings.machines().resources(execution);
    double cpus = resources.cpus().orElse(0);
    if (cpus > MAX_CPUS) {
      String what = "Vertex has at most 96 cores, requested " + cpus;
      add(step, "too-many-cpus", "resources.cpu", what, LESS);
    }
    long memory = resources.memoryMiB().orElse(0);
    if (memory > MAX_MEMORY_MIB) {
      String what = "Vertex has at most 624 GB, requested " + memory + " MiB";
      add(step, "too-much-memory", "resources.memory", what, LESS);
    }
    disk(step, resources.diskGiB().orElse(0));
    resources.gpus().ifPresent(gpu -> gpu(step, execution, gpu));
    execution.secrets().forEach((variable, secret) -> secret(step, variable, secret));
  }

  /** Artifacts do not count: they are read and written through a mount of Cloud Storage. */
  private void disk(Step step, long gibibytes) {
    if (gibibytes > DISK_GIB) {
      problems.add(
          StepProblems.warning(
              step,
              "less-disk",
              "resources.disk",
              "every machine has 100 GB of its own, requested " + gibibytes + " GiB",
              "Keep scratch files small; artifacts are not among them"));
    }
  }

  private void gpu(Step step, Execution execution, Resources.Gpu gpu) {
    if (settings.machines().accelerator(execution).isEmpty()) {
      String what = "Vertex has no GPU model " + gpu.model();
      String fix =
          "Use one of "
              + VertexAccelerators.known()
              + ", or name its type in settings.accelerators";
      add(step, "unknown-gpu", "resources.gpu.model", what, fix);
    }
    settings
        .machines()
        .accelerator(execution)
        .filter(devices -> !VertexAccelerators.isType(devices.type()))
        .ifPresent(
            devices ->
                add(
                    step,
                    "accelerator-name",
                    "resources.gpu.model",
                    "'" + devices.type() + "' is no accelerator type",
                    "Name a constant such as NVIDIA_TESLA_T4"));
    String type =
        settings.machines().accelerator(execution).map(devices -> devices.type()).orElse("");
    if (!VertexAccelerators.isCount(gpu.count(), type)) {
      String what = "no machine has " + gpu.count() + " accelerators " + gpu.model();
      String fix = "Request 1, 2, 4, 8 or 16, as far as a machine of the model has them";
      add(step, "gpu-count", "resources.gpu.count", what, fix);
    }
  }

  private void secret(Step step, String variable, SecretRef secret) {
    if (!VertexNames.isSecret(secret)) {
      add(
          step,
          "secret-name",
          "secrets." + variable,
          "Secret Manager cannot have the secret that " + variable + " refers to",
          "Name secrets and entries by letters, digits, dashes and underscores");
    }
  }

  private void identity(String identity) {
    if (!VertexNames.isServiceAccount(identity)) {
      problems.add(
          Problem.error(
              "identity",
              "identity",
              "pipeline",
              "'" + identity + "' is no service account",
              "Use its address, or its name alone when it belongs to settings.project"));
    }
  }

  private void tags(Map<String, String> tags) {
    int labels = tags.size() + PipelineJobRequest.OWN_LABELS;
    if (labels > VertexNames.MAX_LABELS) {
      String what = "a job has at most " + VertexNames.MAX_LABELS + " labels, this one " + labels;
      problems.add(Problem.error("too-many-tags", "tags", "pipeline", what, "Remove tags"));
    }
    Map<String, String> tagOf = new HashMap<>();
    tags.forEach((key, value) -> tag(key, value, tagOf));
  }

  private void tag(String key, String value, Map<String, String> tagOf) {
    String label = VertexNames.labelKey(key);
    String before = tagOf.put(label, key);
    if (before != null) {
      tag(key, "becomes the same label as " + before, "Labels have no capitals: rename one");
    }
    if (!VertexNames.isLabelKey(label)) {
      tag(
          key,
          "its name is no label's, or is reserved",
          "Use letters, digits, - and _, beginning with a letter, at most 63, and not retrain- or"
              + " vertex-ai-pipelines-");
    }
    if (!VertexNames.isLabelValue(value)) {
      tag(key, "its value is no label's", "Use lower case letters, digits, - and _, at most 63");
    }
  }

  private void tag(String key, String what, String fix) {
    problems.add(Problem.error("tag", "tags." + key, "tag " + key, what, fix));
  }

  private void add(Step step, String code, String key, String what, String fix) {
    problems.add(StepProblems.error(step, code, key, what, fix));
  }
}
