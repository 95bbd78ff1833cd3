package dev.retrain.backend.azure.settings;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import java.util.List;
import java.util.Optional;

/**
 * How clients reach Azure.
 *
 * @param common addresses, credentials, certificates and deadline
 * @param apiVersion of Azure Machine Learning's resources, such as {@code 2024-04-01}; that of the
 *     backend if empty
 */
public record AzureClientSettings(ClientSettings common, Optional<String> apiVersion) {

  /** The services that may have an address of their own. */
  public static final List<String> SERVICES =
      List.of("resourceManager", "login", "blob", "monitor", "keyVault");

  static final AzureClientSettings STANDARD =
      new AzureClientSettings(ClientSettings.STANDARD, Optional.empty());

  /** Checks the form of the version. */
  public AzureClientSettings {
    require(
        apiVersion
            .filter(version -> !version.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?"))
            .isEmpty(),
        "apiVersion must look like 2024-04-01 or 2024-04-01-preview");
  }

  static Shape<AzureClientSettings> shape() {
    ObjectShape.Builder<AzureClientSettings> all = ObjectShape.named("AzureClientSettings");
    var common =
        ClientSettings.Fields.in(
            all,
            SERVICES,
            List.of(
                CredentialsType.DEFAULT,
                CredentialsType.PROFILE,
                CredentialsType.FILE,
                CredentialsType.TOKEN_FILE,
                CredentialsType.NONE),
            AzureClientSettings::common);
    var version =
        all.maybe(
            "apiVersion",
            Shapes.text(),
            AzureClientSettings::apiVersion,
            "of Azure Machine Learning's resources, such as 2024-04-01");
    return all.build(f -> new AzureClientSettings(common.of(f), f.find(version)));
  }
}
