package dev.retrain.backend.kubeflow;

import dev.retrain.api.document.Settings;
import dev.retrain.kfp.KfpService;
import dev.retrain.kfp.KfpTranslatorProvider;
import dev.retrain.spi.backend.BackendRequirements;
import dev.retrain.spi.backend.BackendRequirements.Credential;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes translators for Kubeflow; found by {@link java.util.ServiceLoader}. */
public final class KubeflowTranslatorProvider extends KfpTranslatorProvider {

  /** The backend's name. */
  static final String NAME = "kubeflow";

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public KubeflowTranslatorProvider() {
    super(NAME, "artifactRoot: s3://your-bucket/retrain\n");
  }

  @Override
  protected KfpService service(Settings settings) {
    return new KubeflowService(KubeflowSettings.of(settings));
  }

  /** Returns the cluster's credentials, and KFP's API where a variable names it. */
  @Override
  public BackendRequirements requirements(Settings settings, Map<String, String> environment) {
    Optional<String> api =
        KubeflowSettings.of(settings)
            .client()
            .common()
            .endpoint("pipelines")
            .map(ServiceAddress::toString)
            .or(() -> Optional.ofNullable(environment.get("KF_PIPELINES_ENDPOINT")));
    Path config =
        Path.of(
            environment.getOrDefault(
                "KUBECONFIG",
                Path.of(System.getProperty("user.home"), ".kube", "config").toString()));
    return BackendRequirements.remote(
        List.of(
            Credential.file("kubeconfig", config),
            Credential.file(
                "service account of a pod",
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token"))),
        api.map(base -> URI.create(base.replaceAll("/+$", "") + "/apis/v2beta1/healthz"))
            .map(List::of)
            .orElse(List.of()));
  }
}
