package dev.retrain.backend.sagemaker.settings;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The VPC that jobs run in (VpcConfig of the SageMaker API).
 *
 * @param subnets 1 to 16
 * @param securityGroups 1 to 5
 * @param isolated whether containers can make no network call at all
 * @param encrypted whether traffic between the machines of one job is encrypted
 */
public record NetworkSettings(
    List<String> subnets, List<String> securityGroups, boolean isolated, boolean encrypted) {

  private static final Pattern ID = Pattern.compile("[-0-9a-zA-Z]{1,32}");

  /** Checks counts and forms and copies the lists. */
  public NetworkSettings {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    require(!subnets.isEmpty() && subnets.size() <= 16, "a network has 1 to 16 subnets");
    require(
        !securityGroups.isEmpty() && securityGroups.size() <= 5,
        "a network has 1 to 5 securityGroups");
    require(
        subnets.stream().allMatch(id -> ID.matcher(id).matches())
            && securityGroups.stream().allMatch(id -> ID.matcher(id).matches()),
        "ids of subnets and securityGroups look like subnet-0a1b2c3d");
  }

  static Shape<NetworkSettings> shape() {
    ObjectShape.Builder<NetworkSettings> all = ObjectShape.named("NetworkSettings");
    var subnets =
        all.required("subnets", Shapes.list(Shapes.text()), NetworkSettings::subnets, "1 to 16");
    var groups =
        all.required(
            "securityGroups",
            Shapes.list(Shapes.text()),
            NetworkSettings::securityGroups,
            "1 to 5");
    var isolated =
        all.optional(
            "isolated",
            Shapes.bool(),
            false,
            NetworkSettings::isolated,
            "whether containers can make no network call");
    var encrypted =
        all.optional(
            "encrypted",
            Shapes.bool(),
            false,
            NetworkSettings::encrypted,
            "whether traffic between machines is encrypted");
    return all.build(
        f -> new NetworkSettings(f.get(subnets), f.get(groups), f.get(isolated), f.get(encrypted)));
  }
}
