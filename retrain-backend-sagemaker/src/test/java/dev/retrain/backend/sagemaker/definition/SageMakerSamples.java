package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.SageMakerTranslatorProvider;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Pipelines and settings for tests. */
final class SageMakerSamples {

  static final String IMAGE = "acme/image@sha256:" + "a".repeat(64);
  static final Artifact<Kind.Dataset> RAW = Artifact.dataset("raw");
  static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private SageMakerSamples() {}

  static Pipeline reference(String name) {
    return Pipeline.read(Path.of("..", "examples", "pipelines", name + ".yaml"));
  }

  static Translator translator() {
    SageMakerTranslatorProvider provider = new SageMakerTranslatorProvider();
    return provider.translator(provider.placeholderSettings());
  }

  /** A translator with the placeholder settings and some more. */
  static Translator translator(String more) {
    SageMakerTranslatorProvider provider = new SageMakerTranslatorProvider();
    String text = Documents.yaml(provider.placeholderSettings().node()) + more;
    return provider.translator(Settings.parse(text, "test"));
  }

  static Step prepare() {
    return Step.process("prepare", IMAGE).command("prepare").writes(RAW);
  }

  static Step train() {
    return Step.train("train", IMAGE).command("train").reads(RAW).writes(MODEL);
  }

  static Step evaluate() {
    return Step.evaluate("evaluate", IMAGE).command("evaluate").reads(MODEL).writes(METRICS);
  }

  /** Prepare, train, evaluate. */
  static Pipeline.Builder chain() {
    return with(step -> step);
  }

  /** The same, with another training step. */
  static Pipeline.Builder with(UnaryOperator<Step> change) {
    return Pipeline.named("sample").step(prepare()).step(change.apply(train())).step(evaluate());
  }

  static Pipeline.Builder gated(Pipeline.Builder builder) {
    return builder.when(
        METRICS, Condition.atLeast("auc", 0.5), approved -> approved.register("sample", MODEL));
  }

  static Node document(Translator translator, Pipeline pipeline) {
    return Documents.parse(
        translator.translate(pipeline).files().get("sagemaker/pipeline.json"), "definition");
  }

  /** The step of a definition, also one in a branch of the gate. */
  static Node.Mapping step(Node definition, String name) {
    return find(steps(definition), name).orElseThrow(() -> new AssertionError("no step " + name));
  }

  private static Optional<Node.Mapping> find(List<Node> steps, String name) {
    for (Node step : steps) {
      if (at(step, "Name").equals(Node.of(name))) {
        return Optional.of((Node.Mapping) step);
      }
      for (String branch : List.of("IfSteps", "ElseSteps")) {
        if (at(step, "Arguments." + branch) instanceof Node.Sequence inner) {
          Optional<Node.Mapping> found = find(inner.items(), name);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Node> steps(Node definition) {
    return ((Node.Sequence) at(definition, "Steps")).items();
  }

  /** What stands at a path with dots; an empty text where there is nothing. */
  static Node at(Node from, String path) {
    Node node = from;
    for (String part : path.split("\\.")) {
      if (node instanceof Node.Sequence list) {
        node = list.items().get(Integer.parseInt(part));
      } else if (node instanceof Node.Mapping mapping && mapping.get(part).isPresent()) {
        node = mapping.get(part).get();
      } else {
        return Node.of("");
      }
    }
    return node;
  }
}
