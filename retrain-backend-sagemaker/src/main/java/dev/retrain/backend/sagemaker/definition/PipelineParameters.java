package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a definition: those declared, and the reserved ones.
 *
 * <p>A truth value is declared as a text that must be {@code true} or {@code false}: what the
 * service makes of a Boolean in a command line is documented nowhere.
 */
record PipelineParameters(Pipeline pipeline, SageMakerSettings settings) {

  /** Every run must say its key: outputs lie under it. */
  private static final Parameter RUN_KEY =
      Parameter.required(Parameter.RUN_KEY, Parameter.Type.STRING);

  private static final Parameter DATA_VERSION =
      Parameter.withDefault(Parameter.DATA_VERSION, Parameter.Type.STRING, "unknown");
  private static final Parameter RETRAIN_MODE =
      Parameter.withDefault(Parameter.RETRAIN_MODE, Parameter.Type.STRING, "batch");
  private static final Parameter SAMPLE =
      Parameter.withDefault(Parameter.SAMPLE, Parameter.Type.NUMBER, "1");

  /** Returns the value of a parameter as a text. */
  Node text(String name) {
    Node value = PipelineVariables.parameter(name);
    return isText(name) ? value : PipelineVariables.join(value);
  }

  /** Returns the address of the champion when there is none: an empty folder. */
  static String noChampion(Pipeline pipeline, SageMakerSettings settings) {
    return settings.artifactRoot() + "/" + pipeline.name() + "/no-champion/";
  }

  List<Node> declarations() {
    List<Node> all = new ArrayList<>();
    pipeline.parameters().forEach(parameter -> all.add(declaration(parameter)));
    all.add(declaration(RUN_KEY));
    all.add(declaration(DATA_VERSION));
    if (pipeline.reservedParametersUsed().contains(Parameter.RETRAIN_MODE)) {
      all.add(declaration(RETRAIN_MODE));
    }
    boolean gated = pipeline.gate().isPresent();
    if (gated || pipeline.reservedParametersUsed().contains(Parameter.SAMPLE)) {
      all.add(declaration(SAMPLE));
    }
    if (gated) {
      all.add(truth(Parameter.TRIAL, Optional.of("false")));
    }
    if (pipeline.readsChampion()) {
      String none = noChampion(pipeline, settings);
      all.add(
          declaration(SageMakerNames.CHAMPION_URI, "String", Optional.of(Node.of(none))).node());
    }
    return List.copyOf(all);
  }

  private boolean isText(String name) {
    Parameter.Type type =
        pipeline
            .parameter(name)
            .map(Parameter::type)
            .orElse(name.equals(SAMPLE.name()) ? SAMPLE.type() : Parameter.Type.STRING);
    return type == Parameter.Type.STRING || type == Parameter.Type.BOOLEAN;
  }

  private static Node declaration(Parameter parameter) {
    String name = SageMakerNames.of(parameter.name());
    Optional<Node> typed = parameter.defaultValue().map(parameter.type()::toNode);
    return switch (parameter.type()) {
      case STRING -> declaration(name, "String", typed).node();
      case INTEGER -> declaration(name, "Integer", typed).node();
      case NUMBER -> declaration(name, "Float", typed).node();
      case BOOLEAN -> truth(name, parameter.defaultValue());
    };
  }

  private static Node truth(String name, Optional<String> fallback) {
    return declaration(name, "String", fallback.map(Node::of))
        .put("EnumValues", List.of(Node.of("true"), Node.of("false")))
        .node();
  }

  private static MappingBuilder declaration(String name, String type, Optional<Node> fallback) {
    MappingBuilder declaration = new MappingBuilder().put("Name", name).put("Type", type);
    fallback.ifPresent(value -> declaration.put("DefaultValue", value));
    return declaration;
  }
}
