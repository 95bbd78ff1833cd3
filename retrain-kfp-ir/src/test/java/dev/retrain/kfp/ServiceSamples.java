package dev.retrain.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Pipelines that the tests of all services of KFP definitions share. */
public final class ServiceSamples {

  public static final String IMAGE = "acme/step@sha256:" + "0".repeat(64);

  /** Texts that arrive unchanged on every service. */
  public static final List<String> HARMLESS =
      List.of(
          "it's \"quoted\" \\ back",
          "line one\nline two\r\n\ttab ",
          "\u00fc\u4e2d\ud83d\ude80\u2028\u0085\ufeff\u202e",
          "{\"Get\": \"Parameters.x\"}",
          "${HOME} `id` $ ( x ) %s <>&;|",
          "yes",
          "1e3",
          "~",
          "- x: y #z",
          "'",
          "\"",
          "",
          "x".repeat(10_000));

  private ServiceSamples() {}

  /** A reference pipeline of the examples. */
  public static Pipeline reference(String name) {
    return Pipeline.read(Path.of("../examples/pipelines/" + name + ".yaml"));
  }

  /** A step that writes one dataset. */
  public static Step step() {
    return Step.process("step", IMAGE).command("run").writes(Artifact.dataset("rows"));
  }

  /** A pipeline with a text in every place that takes one, apart from tags. */
  public static Pipeline.Builder textEverywhere(String value) {
    Artifact<Kind.Model> model = Artifact.model("model");
    return Pipeline.named("hostile")
        .parameter("p", value)
        .step(
            Step.train("train", "acme/train@sha256:" + "0".repeat(64))
                .command("train", value)
                .parameters("p")
                .writes(model)
                .args(Arg.text(value), Arg.param("p"), Arg.out(model), Arg.hyperparameters())
                .hyperparameters(Map.of("h", value))
                .environment("E", value));
  }

  /** The plan of a pipeline of one step. */
  public static Plan.StepPlan plan(Translator translator, Step step) {
    return translator.plan(Pipeline.named("p").step(step).build()).steps().get(0);
  }

  /** What the plan of a step with one accelerator prints for it. */
  public static String accelerator(Translator translator, String model) {
    return String.valueOf(
        plan(translator, step().on(Resources.unspecified().gpu(1, model))).resources().get("gpu"));
  }

  /** All texts of a document. */
  public static List<String> texts(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().values().stream().flatMap(ServiceSamples::stream).toList();
    }
    if (node instanceof Node.Sequence list) {
      return list.items().stream().flatMap(ServiceSamples::stream).toList();
    }
    return node instanceof Node.Text text ? List.of(text.value()) : List.of();
  }

  private static Stream<String> stream(Node node) {
    return texts(node).stream();
  }
}
