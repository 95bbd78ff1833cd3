package dev.retrain.backend.vertex;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What Vertex AI cannot take (Vertex AI Pipelines, machine types of a step; Labels; read 2026-11).
 */
final class VertexLimits {

  private static final double MAX_CPUS = 96;
  private static final long MAX_MEMORY_MIB = 624L * 1024;

  /** The 100 GB of every machine, less what the system takes. */
  private static final long MAX_DISK_GIB = 90;

  private final VertexSettings settings;
  private final List<Problem> problems = new ArrayList<>();

  private VertexLimits(VertexSettings settings) {
    this.settings = settings;
  }

  static List<Problem> problems(Pipeline pipeline, VertexSettings settings) {
    VertexLimits limits = new VertexLimits(settings);
    pipeline.steps().forEach(limits::step);
    limits.tags(pipeline);
    return List.copyOf(limits.problems);
  }

  private void step(Step step) {
    Execution execution = step.task().execution();
    Resources resources = settings.withDefaults(execution.resources());
    if (resources.cpus().orElse(0) > MAX_CPUS) {
      add(
          step,
          "too-many-cpus",
          "resources.cpu",
          "Vertex has at most 96 cores, asked for " + resources.cpus().getAsDouble(),
          "Ask for less");
    }
    if (resources.memoryMiB().orElse(0) > MAX_MEMORY_MIB) {
      add(
          step,
          "too-much-memory",
          "resources.memory",
          "Vertex has at most 624 GB, asked for " + resources.memoryMiB().getAsLong() + " MiB",
          "Ask for less");
    }
    if (resources.diskGiB().orElse(0) > MAX_DISK_GIB) {
      add(
          step,
          "too-much-disk",
          "resources.disk",
          "Vertex machines have 100 GB, asked for " + resources.diskGiB().getAsLong() + " GiB",
          "Ask for at most 90Gi, or read from Cloud Storage piece by piece");
    }
    resources.gpus().ifPresent(gpu -> gpu(step, execution, gpu));
    execution
        .secrets()
        .forEach(
            (variable, secret) -> {
              if (!VertexNames.isSecret(secret)) {
                add(
                    step,
                    "secret-name",
                    "secrets." + variable,
                    "Secret Manager cannot have the secret or version that "
                        + variable
                        + " refers to",
                    "Name secrets by letters, digits, dashes and underscores; a key is a version");
              }
            });
  }

  private void gpu(Step step, Execution execution, Resources.Gpu gpu) {
    if (VertexDialect.accelerator(settings, execution).isEmpty()) {
      add(
          step,
          "unknown-gpu",
          "resources.gpu.model",
          "Vertex has no GPU model " + gpu.model(),
          "Use one of " + Accelerators.known() + ", or name its type in settings.accelerators");
    }
    if (!Accelerators.isCount(gpu.count())) {
      add(
          step,
          "gpu-count",
          "resources.gpu.count",
          "no machine has " + gpu.count() + " accelerators",
          "Ask for 1, 2, 4, 8 or 16");
    }
  }

  private void add(Step step, String code, String key, String what, String fix) {
    problems.add(
        Problem.error(code, "steps." + step.name() + "." + key, "step " + step.name(), what, fix));
  }

  private void tags(Pipeline pipeline) {
    int labels = pipeline.tags().size() + PipelineJob.OWN_LABELS;
    if (labels > VertexNames.MAX_LABELS) {
      problems.add(
          Problem.error(
              "too-many-tags",
              "tags",
              "pipeline",
              "a job has at most " + VertexNames.MAX_LABELS + " labels, this one " + labels,
              "Remove tags"));
    }
    pipeline
        .tags()
        .forEach(
            (key, value) -> {
              if (!VertexNames.isLabelKey(key)) {
                tag(
                    key,
                    "its name is no label's, or is reserved",
                    "Use lower case letters, digits, - and _, beginning with a letter, at most 63, and not retrain- or vertex-ai-pipelines-");
              }
              if (!VertexNames.isLabelValue(value)) {
                tag(
                    key,
                    "its value is no label's",
                    "Use lower case letters, digits, - and _, at most 63");
              }
            });
  }

  private void tag(String key, String what, String fix) {
    problems.add(Problem.error("tag", "tags." + key, "tag " + key, what, fix));
  }
}
