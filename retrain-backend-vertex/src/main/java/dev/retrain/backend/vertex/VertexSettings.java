package dev.retrain.backend.vertex;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.kfp.ContainerResourceMapping;
import dev.retrain.kfp.MachineDefaults;
import dev.retrain.kfp.RunLocation;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import dev.retrain.translation.StepImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where pipelines run on Vertex AI. Names no secret's value.
 *
 * @param project id of the Google Cloud project
 * @param region such as {@code europe-west4}
 * @param artifactRoot folder in Cloud Storage, {@code gs://bucket/models}
 * @param stepsImage image of the standard steps, by digest
 * @param stepsCommand what runs a standard step in that image
 * @param registry where models are registered; the project's Model Registry by default
 * @param serviceAccount under which a run works; Vertex has one per run
 * @param network {@code projects/NUMBER/global/networks/NAME}, for private services
 * @param kmsKey the key that encrypts a run
 * @param failurePolicy what becomes of other steps when one has failed
 * @param accelerators the type of an accelerator by our name of it, beyond those known
 * @param defaults what a step gets that names no resources
 * @param client how clients reach the services
 */
public record VertexSettings(
    String project,
    String region,
    String artifactRoot,
    Optional<String> stepsImage,
    List<String> stepsCommand,
    Optional<String> registry,
    Optional<String> serviceAccount,
    Optional<String> network,
    Optional<String> kmsKey,
    FailurePolicy failurePolicy,
    Map<String, String> accelerators,
    MachineDefaults defaults,
    ClientSettings client) {

  /** What becomes of other steps when one has failed. */
  public enum FailurePolicy {
    /** Whatever can still run is run. */
    FAIL_SLOW,
    /** No further step is started; running ones still finish. */
    FAIL_FAST
  }

  /** The services that may have an address of their own; {@code http} is gRPC without TLS. */
  public static final List<String> SERVICES =
      List.of("aiplatform", "storage", "monitoring", "logging", "bigquery", "secretmanager");

  private static final Shape<VertexSettings> SHAPE = makeShape();

  /** Checks names and addresses and copies the collections. */
  public VertexSettings {
    require(
        project.matches("[a-z][a-z0-9.:-]{4,60}"), "project must be a project id, is " + project);
    require(
        region.matches("[a-z]+-[a-z]+[0-9]+"), "region must look like europe-west4, is " + region);
    require(
        artifactRoot.matches("gs://[^{}\\s]+[^/{}\\s]"),
        "artifactRoot must be a gs:// address without a final slash, is " + artifactRoot);
    stepsCommand = List.copyOf(stepsCommand);
    accelerators = Map.copyOf(accelerators);
  }

  /**
   * Reads settings.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every unknown key and wrong value
   */
  public static VertexSettings of(Settings settings) {
    return settings.as(SHAPE);
  }

  Optional<String> accelerator(String model) {
    return Optional.ofNullable(accelerators.get(model)).or(() -> VertexAccelerators.type(model));
  }

  ContainerResourceMapping machines() {
    return new ContainerResourceMapping(
        VertexTranslatorProvider.NAME,
        defaults,
        false,
        this::accelerator,
        VertexAccelerators::carried);
  }

  RunLocation place() {
    return new RunLocation(
        artifactRoot,
        stepsImage.orElse(""),
        stepsCommand,
        registry.orElse("vertex://projects/" + project + "/locations/" + region),
        "/gcs/");
  }

  /** Returns the document form, with unknown keys refused. */
  public static Shape<VertexSettings> shape() {
    return SHAPE;
  }

  private static Shape<VertexSettings> makeShape() {
    ObjectShape.Builder<VertexSettings> all = ObjectShape.named("VertexSettings");
    var project =
        all.required("project", Shapes.text(), VertexSettings::project, "id of the project");
    var region =
        all.required("region", Shapes.text(), VertexSettings::region, "such as europe-west4");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text(),
            VertexSettings::artifactRoot,
            "folder in Cloud Storage, such as gs://bucket/models");
    var image =
        all.maybe(
            "stepsImage",
            Shapes.text(),
            VertexSettings::stepsImage,
            "image of the standard steps, by digest");
    var command =
        all.optional(
            "stepsCommand",
            Shapes.list(Shapes.text()),
            StepImages.STEPS_COMMAND,
            VertexSettings::stepsCommand,
            "what runs a standard step in that image");
    var registry =
        all.maybe(
            "registry",
            Shapes.text(),
            VertexSettings::registry,
            "where models are registered; the project's Model Registry by default");
    var account =
        all.maybe(
            "serviceAccount",
            Shapes.text(),
            VertexSettings::serviceAccount,
            "under which a run works");
    var network =
        all.maybe(
            "network",
            Shapes.text(),
            VertexSettings::network,
            "projects/NUMBER/global/networks/NAME");
    var key =
        all.maybe("kmsKey", Shapes.text(), VertexSettings::kmsKey, "the key that encrypts a run");
    var policy =
        all.optional(
            "failurePolicy",
            Shapes.choice(FailurePolicy.class),
            FailurePolicy.FAIL_SLOW,
            VertexSettings::failurePolicy,
            "what becomes of other steps when one has failed");
    var accelerators =
        all.optional(
            "accelerators",
            Shapes.map(Shapes.text()),
            Map.of(),
            VertexSettings::accelerators,
            "accelerator types by model, beyond those known");
    var defaults =
        all.optional(
            "defaults",
            MachineDefaults.shape(),
            MachineDefaults.NONE,
            VertexSettings::defaults,
            "what a step gets that names no resources");
    var client =
        all.optional(
            "client",
            ClientSettings.shape(
                SERVICES,
                List.of(
                    CredentialsType.DEFAULT,
                    CredentialsType.ASSUME_ROLE,
                    CredentialsType.FILE,
                    CredentialsType.TOKEN_FILE,
                    CredentialsType.NONE)),
            ClientSettings.STANDARD,
            VertexSettings::client,
            "how clients reach the services; http is gRPC without TLS");
    return all.build(
        f ->
            new VertexSettings(
                f.get(project),
                f.get(region),
                f.get(root),
                f.find(image),
                f.get(command),
                f.find(registry),
                f.find(account),
                f.find(network),
                f.find(key),
                f.get(policy),
                f.get(accelerators),
                f.get(defaults),
                f.get(client)));
  }
}
