package dev.retrain.backend.azure.settings;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.translation.MachineType;
import dev.retrain.translation.StepImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where pipelines run on Azure Machine Learning. Holds no secret: secrets stay in the key vault.
 *
 * @param subscription id of the subscription
 * @param resourceGroup of the workspace
 * @param workspace name of the workspace
 * @param artifactRoot folder in a datastore below which all outputs lie, {@code
 *     azureml://datastores/NAME/paths/FOLDER}
 * @param stepsImage image of the standard steps, by digest
 * @param stepsCommand what runs a standard step in that image; the component's name follows
 * @param imageRegistry host put before image names that have none
 * @param compute the cluster steps run on; serverless compute when empty
 * @param clusters the cluster of a machine size, for steps that need that size
 * @param machines sizes to choose from, the preferred first; empty for the built-in list
 * @param identity managed identity jobs run under, by name, resource id or client id; the identity
 *     of the submitter when empty
 * @param keyVault address of the vault with the secrets of steps
 * @param registry where models are registered; the workspace by default
 * @param client how clients reach the services
 */
public record AzureSettings(
    String subscription,
    String resourceGroup,
    String workspace,
    String artifactRoot,
    Optional<String> stepsImage,
    List<String> stepsCommand,
    Optional<String> imageRegistry,
    Optional<String> compute,
    Map<String, String> clusters,
    List<MachineType> machines,
    Optional<String> identity,
    Optional<String> keyVault,
    Optional<String> registry,
    AzureClientSettings client) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Pattern ROOT =
      Pattern.compile("azureml://datastores/([A-Za-z0-9_]+)/paths/[A-Za-z0-9_./-]*[A-Za-z0-9_-]");

  private static final Shape<AzureSettings> SHAPE = makeShape();

  /** Checks names and addresses and copies the collections. */
  public AzureSettings {
    require(isUuid(subscription), "subscription must be a UUID, is " + subscription);
    require(
        resourceGroup.matches("[-\\w._()]{1,90}"),
        "resourceGroup has up to 90 letters, digits and - _ . ( ), is " + resourceGroup);
    require(
        workspace.matches("[A-Za-z0-9][A-Za-z0-9_-]{2,32}"),
        "workspace has 3 to 33 letters, digits, - and _, is " + workspace);
    require(
        ROOT.matcher(artifactRoot).matches(),
        "artifactRoot must look like azureml://datastores/NAME/paths/FOLDER, is " + artifactRoot);
    require(
        keyVault
            .filter(vault -> !vault.matches("https://[a-zA-Z0-9-]+\\.vault\\.[a-z.]+"))
            .isEmpty(),
        "keyVault must look like https://NAME.vault.azure.net");
    stepsCommand = List.copyOf(stepsCommand);
    clusters = new TreeMap<>(clusters);
    machines = List.copyOf(machines);
  }

  /** Returns whether an identity is a client id and not a name or resource id. */
  public static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /** Returns the name of the datastore that all outputs are written to. */
  public String datastore() {
    Matcher root = ROOT.matcher(artifactRoot);
    if (!root.matches()) {
      throw new IllegalStateException("the constructor checked " + artifactRoot);
    }
    return root.group(1);
  }

  /** Returns the document form, with unknown keys refused. */
  public static Shape<AzureSettings> shape() {
    return SHAPE;
  }

  private static Shape<AzureSettings> makeShape() {
    ObjectShape.Builder<AzureSettings> all = ObjectShape.named("AzureSettings");
    var subscription =
        all.required("subscription", Shapes.text(), AzureSettings::subscription, "its id");
    var group =
        all.required(
            "resourceGroup", Shapes.text(), AzureSettings::resourceGroup, "of the workspace");
    var workspace = all.required("workspace", Shapes.text(), AzureSettings::workspace, "its name");
    var root =
        all.required(
            "artifactRoot",
            Shapes.text(),
            AzureSettings::artifactRoot,
            "folder of all outputs, azureml://datastores/NAME/paths/FOLDER");
    var image =
        all.maybe(
            "stepsImage",
            Shapes.text(),
            AzureSettings::stepsImage,
            "image of the standard steps, by digest");
    var command =
        all.optional(
            "stepsCommand",
            Shapes.list(Shapes.text()),
            StepImages.STEPS_COMMAND,
            AzureSettings::stepsCommand,
            "what runs a standard step in that image");
    var imageRegistry =
        all.maybe(
            "imageRegistry",
            Shapes.text(),
            AzureSettings::imageRegistry,
            "host put before image names that have none");
    var compute =
        all.maybe(
            "compute",
            Shapes.text(),
            AzureSettings::compute,
            "the cluster steps run on; serverless compute by default");
    var clusters =
        all.optional(
            "clusters",
            Shapes.map(Shapes.text()),
            Map.of(),
            AzureSettings::clusters,
            "the cluster of a machine size");
    var machines =
        all.optional(
            "machines",
            Shapes.list(MachineType.shape()),
            List.of(),
            AzureSettings::machines,
            "sizes to choose from in place of the built-in list, the preferred first");
    var identity =
        all.maybe(
            "identity",
            Shapes.text(),
            AzureSettings::identity,
            "managed identity of jobs, by name, resource id or client id");
    var vault =
        all.maybe("keyVault", Shapes.text(), AzureSettings::keyVault, "vault with the secrets");
    var registry =
        all.maybe(
            "registry", Shapes.text(), AzureSettings::registry, "where models are registered");
    var client =
        all.optional(
            "client",
            AzureClientSettings.shape(),
            AzureClientSettings.STANDARD,
            AzureSettings::client,
            "how clients reach the services");
    return all.build(
        f ->
            new AzureSettings(
                f.get(subscription),
                f.get(group),
                f.get(workspace),
                f.get(root),
                f.find(image),
                f.get(command),
                f.find(imageRegistry),
                f.find(compute),
                f.get(clusters),
                f.get(machines),
                f.find(identity),
                f.find(vault),
                f.find(registry),
                f.get(client)));
  }
}
