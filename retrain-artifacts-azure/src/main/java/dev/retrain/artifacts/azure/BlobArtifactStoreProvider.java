package dev.retrain.artifacts.azure;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.spi.client.TrustedCertificates;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens {@code abfss://container@account.dfs.core.windows.net/path}, {@code
 * https://account.blob.core.windows.net/container/path} and {@code
 * azureml://subscriptions/S/resourcegroups/G/workspaces/W/datastores/D/paths/P}. Settings: the
 * block {@code client}, with the services {@code blob} and {@code resourceManager}. Signs in with
 * the variable {@code AZURE_STORAGE_SAS_TOKEN}, else as azure-identity does, which is added to the
 * class path for that.
 */
public final class BlobArtifactStoreProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public BlobArtifactStoreProvider() {}

  @Override
  public String name() {
    return "azure";
  }

  @Override
  public boolean opens(URI address) {
    return BlobAddress.matches(address);
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    BlobSettings read = settings.as(BlobSettings.shape());
    Optional<TrustedCertificates> trusted =
        read.client()
            .flatMap(client -> client.certificates(settings))
            .map(TrustedCertificates::read);
    Function<String, BlobRequests> signedFor =
        scope ->
            new BlobRequests(
                read.deadline(context),
                trusted,
                read.credentials().accept(new SignIn(scope, settings, System.getenv())));
    Datastores datastores =
        new Datastores(
            read.endpoint(BlobSettings.RESOURCE_MANAGER), () -> signedFor.apply(SignIn.MANAGEMENT));
    return new BlobArtifactStore(
        read.endpoint(BlobSettings.BLOB),
        BlobAddresses.with(datastores),
        signedFor.apply(SignIn.STORAGE));
  }
}
