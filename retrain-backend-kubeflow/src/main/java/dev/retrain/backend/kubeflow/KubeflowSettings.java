package dev.retrain.backend.kubeflow;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.kfp.ContainerResourceMapping;
import dev.retrain.kfp.MachineDefaults;
import dev.retrain.kfp.RunLocation;
import dev.retrain.translation.StepImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where pipelines run on Kubeflow. Names no secret's value.
 *
 * @param artifactRoot address below which outputs lie, such as {@code s3://bucket/models}
 * @param stepsImage image of the standard steps, by digest
 * @param stepsCommand what runs a standard step in that image
 * @param registry where models are registered; a folder below {@code artifactRoot} unless it is
 *     said
 * @param serviceAccount under which all steps of a run work; Kubeflow has one per run
 * @param imagePullSecrets names of Kubernetes secrets for the image registry
 * @param secretKey the entry of a Kubernetes secret that is meant when a step names only the secret
 * @param gpus which nodes have an accelerator, by its model
 * @param spot which nodes may be taken away
 * @param defaults what a step gets that names no resources
 * @param client how clients reach the services
 */
public record KubeflowSettings(
    String artifactRoot,
    Optional<String> stepsImage,
    List<String> stepsCommand,
    Optional<String> registry,
    Optional<String> serviceAccount,
    List<String> imagePullSecrets,
    String secretKey,
    Map<String, NodeSelection> gpus,
    NodeSelection spot,
    MachineDefaults defaults,
    KubeflowClientSettings client) {

  private static final Shape<KubeflowSettings> SHAPE = makeShape();

  /** Checks the address and copies the collections. */
  public KubeflowSettings {
    if (!artifactRoot.matches("(s3|gs|minio)://[^{}\\s]+[^/{}\\s]")) {
      throw new IllegalArgumentException(
          "artifactRoot must be an s3://, gs:// or minio:// address without a final slash, is "
              + artifactRoot);
    }
    stepsCommand = List.copyOf(stepsCommand);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    gpus = Map.copyOf(gpus);
  }

  /**
   * Reads settings.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every unknown key and wrong value
   */
  public static KubeflowSettings of(Settings settings) {
    return settings.as(SHAPE);
  }

  /**
   * Returns the nodes for an accelerator: those the settings name, else by its maker's usual
   * resource.
   */
  Optional<NodeSelection> gpu(String model) {
    NodeSelection named = gpus.get(model);
    if (named != null && named.resource().isPresent()) {
      return Optional.of(named);
    }
    NodeSelection rest = named == null ? NodeSelection.ANY : named;
    return makersResource(model)
        .map(
            resource ->
                new NodeSelection(Optional.of(resource), rest.nodeLabels(), rest.tolerations()));
  }

  private static Optional<String> makersResource(String model) {
    if (model.startsWith("nvidia-")) {
      return Optional.of("nvidia.com/gpu");
    }
    if (model.startsWith("amd-")) {
      return Optional.of("amd.com/gpu");
    }
    return model.startsWith("intel-") ? Optional.of("gpu.intel.com/i915") : Optional.empty();
  }

  /** Returns the node selections that resources require. */
  List<NodeSelection> nodes(Resources resources) {
    List<NodeSelection> nodes = new ArrayList<>();
    resources.gpus().flatMap(gpu -> gpu(gpu.model())).ifPresent(nodes::add);
    if (resources.spotAllowed()) {
      nodes.add(spot);
    }
    return nodes;
  }

  ContainerResourceMapping machines() {
    return new ContainerResourceMapping(
        KubeflowTranslatorProvider.NAME,
        defaults,
        true,
        model -> gpu(model).flatMap(NodeSelection::resource),
        (resources, devices) -> resources);
  }

  RunLocation place() {
    return new RunLocation(
        artifactRoot,
        stepsImage.orElse(""),
        stepsCommand,
        registry.orElse(artifactRoot + "/registry"),
        "");
  }

  /** Returns the document form, with unknown keys refused. */
  public static Shape<KubeflowSettings> shape() {
    return SHAPE;
  }

  private static Shape<KubeflowSettings> makeShape() {
    ObjectShape.Builder<KubeflowSettings> all = ObjectShape.named("KubeflowSettings");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text(),
            KubeflowSettings::artifactRoot,
            "address below which outputs lie, such as s3://bucket/models");
    var image =
        all.maybe(
            "stepsImage",
            Shapes.text(),
            KubeflowSettings::stepsImage,
            "image of the standard steps, by digest");
    var command =
        all.optional(
            "stepsCommand",
            Shapes.list(Shapes.text()),
            StepImages.STEPS_COMMAND,
            KubeflowSettings::stepsCommand,
            "what runs a standard step in that image");
    var registry =
        all.maybe(
            "registry",
            Shapes.text(),
            KubeflowSettings::registry,
            "where models are registered; artifactRoot/registry by default");
    var account =
        all.maybe(
            "serviceAccount",
            Shapes.text(),
            KubeflowSettings::serviceAccount,
            "under which all steps of a run work");
    var pull =
        all.optional(
            "imagePullSecrets",
            Shapes.list(Shapes.text()),
            List.of(),
            KubeflowSettings::imagePullSecrets,
            "Kubernetes secrets for the image registry");
    var key =
        all.optional(
            "secretKey",
            Shapes.text(),
            "value",
            KubeflowSettings::secretKey,
            "the entry that is meant when a step names only the secret");
    var gpus =
        all.optional(
            "gpus",
            Shapes.map(NodeSelection.shape()),
            Map.of(),
            KubeflowSettings::gpus,
            "which nodes have an accelerator, by its model");
    var spot =
        all.optional(
            "spot",
            NodeSelection.shape(),
            NodeSelection.ANY,
            KubeflowSettings::spot,
            "which nodes may be taken away");
    var defaults =
        all.optional(
            "defaults",
            MachineDefaults.shape(),
            MachineDefaults.NONE,
            KubeflowSettings::defaults,
            "what a step gets that names no resources");
    var client =
        all.optional(
            "client",
            KubeflowClientSettings.shape(),
            KubeflowClientSettings.STANDARD,
            KubeflowSettings::client,
            "how clients reach the services");
    return all.build(
        f ->
            new KubeflowSettings(
                f.get(root),
                f.find(image),
                f.get(command),
                f.find(registry),
                f.find(account),
                f.get(pull),
                f.get(key),
                f.get(gpus),
                f.get(spot),
                f.get(defaults),
                f.get(client)));
  }
}
