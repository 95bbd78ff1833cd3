package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.azure.AzureTranslatorProvider;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Pipelines and settings for tests. */
final class AzureSamples {

  static final String IMAGE = "acme/image@sha256:" + "a".repeat(64);
  static final Artifact<Kind.Dataset> RAW = Artifact.dataset("raw");
  static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private AzureSamples() {}

  static Pipeline reference(String name) {
    return Pipeline.read(Path.of("..", "examples", "pipelines", name + ".yaml"));
  }

  static Translator translator() {
    AzureTranslatorProvider provider = new AzureTranslatorProvider();
    return provider.translator(provider.placeholderSettings());
  }

  /** A translator with the placeholder settings and some more. */
  static Translator translator(String more) {
    AzureTranslatorProvider provider = new AzureTranslatorProvider();
    String text = Documents.yaml(provider.placeholderSettings().node()) + more;
    return provider.translator(Settings.parse(text, "test"));
  }

  /** A step that reads and writes nothing. */
  static Step step(String name) {
    return Step.process(name, IMAGE).command("run");
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

  /** The bodies of the requests, by the kind and name in their file's name. */
  static Map<String, Node> bodies(Translator translator, Pipeline pipeline) {
    Map<String, Node> bodies = new LinkedHashMap<>();
    Map<String, String> files = new TreeMap<>(translator.translate(pipeline).files());
    files.remove(AzureTranslator.INDEX);
    files.forEach(
        (path, text) ->
            bodies.put(path.replaceAll("azure/[0-9]+-|\\.json", ""), Documents.parse(text, path)));
    return bodies;
  }

  /** The properties of the job. */
  static Node job(Translator translator, Pipeline pipeline) {
    return at(bodies(translator, pipeline).get("job-" + pipeline.name()), "properties");
  }

  /** The specification of the component of a node. */
  static Node component(Translator translator, Pipeline pipeline, String node) {
    String name = "component-" + AzureNames.component(pipeline.name(), node);
    return at(bodies(translator, pipeline).get(name), "properties.componentSpec");
  }

  static String text(Node from, String path) {
    return ((Node.Text) at(from, path)).value();
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
