package dev.retrain.artifacts.azure;

import com.azure.core.http.policy.HttpPipelinePolicy;
import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import java.net.URI;
import java.util.List;

/**
 * Opens {@code abfss://container@account.dfs.core.windows.net/path} and {@code
 * https://account.blob.core.windows.net/container/path}. Settings: {@code endpoint} and {@code
 * anonymous}. Signs in with the variable {@code AZURE_STORAGE_SAS_TOKEN}, else as azure-identity
 * does, which is added to the class path for that.
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
    List<HttpPipelinePolicy> signing =
        read.anonymous() ? List.of() : List.of(SignIn.of(System.getenv()));
    return new BlobArtifactStore(read.endpoint(), new BlobRequests(context.deadline(), signing));
  }
}
