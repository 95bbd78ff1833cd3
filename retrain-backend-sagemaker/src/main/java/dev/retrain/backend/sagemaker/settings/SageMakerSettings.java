package dev.retrain.backend.sagemaker.settings;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.translation.MachineType;
import dev.retrain.translation.StepImages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where pipelines run on SageMaker. Holds no secret: secrets stay in Secrets Manager.
 *
 * @param role ARN of the role jobs run under unless a step or the pipeline names another
 * @param region such as {@code eu-central-1}
 * @param artifactRoot folder in S3 below which all outputs lie, {@code s3://bucket/retrain}
 * @param stepsImage image of the standard steps, by digest
 * @param stepsCommand what runs a standard step in that image; the component's name follows
 * @param imageRegistry host put before image names that have none, usually an ECR registry
 * @param network the VPC of jobs
 * @param encryption the keys of jobs
 * @param machines machines to choose from, the preferred first; empty for the built-in list
 * @param defaultMachine what a step gets that requests nothing; empty for the first machine
 * @param volumeGiB scratch space of a step that requests none
 * @param maxRuntime after which a step is stopped that has no timeout
 * @param approval the status a registered version begins with
 * @param experiments whether runs are recorded in SageMaker Experiments, which needs more rights
 * @param client how clients reach the services
 */
public record SageMakerSettings(
    String role,
    String region,
    String artifactRoot,
    Optional<String> stepsImage,
    List<String> stepsCommand,
    Optional<String> imageRegistry,
    Optional<NetworkSettings> network,
    EncryptionSettings encryption,
    List<MachineType> machines,
    Optional<String> defaultMachine,
    long volumeGiB,
    Duration maxRuntime,
    Approval approval,
    boolean experiments,
    SageMakerClientSettings client) {

  /** The status a registered version begins with. */
  public enum Approval {
    /** A person, or the runtime, approves it later. */
    PENDING_MANUAL_APPROVAL("PendingManualApproval"),
    /** The gate's verdict is enough. */
    APPROVED("Approved");

    private final String word;

    Approval(String word) {
      this.word = word;
    }

    /** Returns the value of ModelApprovalStatus. */
    public String word() {
      return word;
    }
  }

  private static final Shape<SageMakerSettings> SHAPE = makeShape();

  /** Checks names and addresses and copies the lists. */
  public SageMakerSettings {
    require(RoleArn.parse(role).isPresent(), "role must be the ARN of an IAM role, is " + role);
    require(
        region.matches("[a-z]{2}(-[a-z]+)+-[0-9]"),
        "region must look like eu-central-1, is " + region);
    require(
        artifactRoot.matches("s3://[a-z0-9][a-z0-9.-]+(/[A-Za-z0-9!_.*'()-]+)*"),
        "artifactRoot must be an s3:// address without a final slash, is " + artifactRoot);
    stepsCommand = List.copyOf(stepsCommand);
    machines = List.copyOf(machines);
  }

  /** Returns the document form, with unknown keys refused. */
  public static Shape<SageMakerSettings> shape() {
    return SHAPE;
  }

  private static Shape<SageMakerSettings> makeShape() {
    ObjectShape.Builder<SageMakerSettings> all = ObjectShape.named("SageMakerSettings");
    var role = all.required("role", Shapes.text(), SageMakerSettings::role, "ARN jobs run under");
    var region =
        all.required("region", Shapes.text(), SageMakerSettings::region, "such as eu-central-1");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text(),
            SageMakerSettings::artifactRoot,
            "folder of all outputs, such as s3://bucket/retrain");
    var image =
        all.maybe(
            "stepsImage",
            Shapes.text(),
            SageMakerSettings::stepsImage,
            "image of the standard steps, by digest");
    var command =
        all.optional(
            "stepsCommand",
            Shapes.list(Shapes.text()),
            StepImages.STEPS_COMMAND,
            SageMakerSettings::stepsCommand,
            "what runs a standard step in that image");
    var registry =
        all.maybe(
            "imageRegistry",
            Shapes.text(),
            SageMakerSettings::imageRegistry,
            "host put before image names that have none");
    var network =
        all.maybe(
            "network", NetworkSettings.shape(), SageMakerSettings::network, "the VPC of jobs");
    var encryption =
        all.optional(
            "encryption",
            EncryptionSettings.shape(),
            EncryptionSettings.NONE,
            SageMakerSettings::encryption,
            "the KMS keys of jobs");
    var machines =
        all.optional(
            "machines",
            Shapes.list(MachineType.shape()),
            List.of(),
            SageMakerSettings::machines,
            "to choose from in place of the built-in list, the preferred first");
    var machine =
        all.maybe(
            "defaultMachine",
            Shapes.text(),
            SageMakerSettings::defaultMachine,
            "what a step gets that requests nothing");
    var volume =
        all.optional(
            "volumeGiB",
            Shapes.integer(1, 16_384),
            30L,
            SageMakerSettings::volumeGiB,
            "scratch space of a step that requests none");
    var runtime =
        all.optional(
            "maxRuntime",
            Shapes.duration(),
            Duration.ofDays(1),
            SageMakerSettings::maxRuntime,
            "after which a step is stopped that has no timeout");
    var approval =
        all.optional(
            "approval",
            Shapes.choice(Approval.class),
            Approval.PENDING_MANUAL_APPROVAL,
            SageMakerSettings::approval,
            "the status a registered version begins with");
    var experiments =
        all.optional(
            "experiments",
            Shapes.bool(),
            false,
            SageMakerSettings::experiments,
            "whether runs are recorded in SageMaker Experiments");
    var client =
        all.optional(
            "client",
            SageMakerClientSettings.shape(),
            SageMakerClientSettings.STANDARD,
            SageMakerSettings::client,
            "how clients reach the services");
    return all.build(
        f ->
            new SageMakerSettings(
                f.get(role),
                f.get(region),
                f.get(root),
                f.find(image),
                f.get(command),
                f.find(registry),
                f.find(network),
                f.get(encryption),
                f.get(machines),
                f.find(machine),
                f.get(volume),
                f.get(runtime),
                f.get(approval),
                f.get(experiments),
                f.get(client)));
  }
}
