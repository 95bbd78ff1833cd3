package dev.retrain.backend.kubeflow;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import java.util.List;
import java.util.Optional;

/**
 * How clients reach Kubeflow and the cluster that it runs on.
 *
 * @param common addresses, credentials, certificates and deadline
 * @param namespace in which runs and endpoints are; that of the credentials if empty
 */
public record KubeflowClientSettings(ClientSettings common, Optional<String> namespace) {

  /** The services that may have an address of their own. */
  public static final List<String> SERVICES =
      List.of("pipelines", "kubernetes", "artifacts", "prometheus");

  static final KubeflowClientSettings STANDARD =
      new KubeflowClientSettings(ClientSettings.STANDARD, Optional.empty());

  /** Checks the form of the name (a label of RFC 1123, as Kubernetes requires). */
  public KubeflowClientSettings {
    require(
        namespace.filter(name -> !name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")).isEmpty(),
        "namespace has up to 63 lower-case letters, digits and -");
  }

  static Shape<KubeflowClientSettings> shape() {
    ObjectShape.Builder<KubeflowClientSettings> all = ObjectShape.named("KubeflowClientSettings");
    var common =
        ClientSettings.Fields.in(
            all,
            SERVICES,
            List.of(
                CredentialsType.DEFAULT,
                CredentialsType.TOKEN_FILE,
                CredentialsType.KUBECONFIG,
                CredentialsType.NONE),
            KubeflowClientSettings::common);
    var namespace =
        all.maybe(
            "namespace",
            Shapes.text(),
            KubeflowClientSettings::namespace,
            "in which runs and endpoints are");
    return all.build(f -> new KubeflowClientSettings(common.of(f), f.find(namespace)));
  }
}
