package dev.retrain.artifacts.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.spi.client.ClientCredentials;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.TrustedCertificates;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens {@code gs://bucket/object}. Settings: the block {@code client}, with the service {@code
 * storage}; credentials are the application default ones unless it names others.
 */
public final class GcsArtifactStoreProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public GcsArtifactStoreProvider() {}

  @Override
  public String name() {
    return "gs";
  }

  @Override
  public boolean opens(URI address) {
    return "gs".equalsIgnoreCase(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    GcsSettings read = settings.as(GcsSettings.shape());
    HttpTransport transport = transport(read, settings);
    Optional<Supplier<Credentials>> credentials =
        read.client()
            .map(ClientSettings::credentials)
            .orElseGet(ClientCredentials.Standard::new)
            .accept(new GcsCredentials(settings, () -> transport));
    return new GcsArtifactStore(
        read.endpoint(), new GcsRequests(transport, read.deadline(context), credentials));
  }

  private static HttpTransport transport(GcsSettings read, Settings settings) {
    NetHttpTransport.Builder builder = new NetHttpTransport.Builder();
    read.client()
        .flatMap(client -> client.certificates(settings))
        .map(TrustedCertificates::read)
        .ifPresent(trusted -> builder.setSslSocketFactory(trusted.context().getSocketFactory()));
    return builder.build();
  }
}
