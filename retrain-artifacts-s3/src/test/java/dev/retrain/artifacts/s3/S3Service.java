package dev.retrain.artifacts.s3;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.ServiceAddress;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** S3 in this process, started once. */
final class S3Service {

  static final String BUCKET = "models";

  private static final S3MockApplication MOCK = start();

  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private S3Service() {}

  private static S3MockApplication start() {
    S3MockApplication started =
        S3MockApplication.start(
            new HashMap<>(
                Map.of(
                    S3MockApplication.PROP_HTTP_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_HTTPS_PORT,
                    S3MockApplication.RANDOM_PORT,
                    S3MockApplication.PROP_SILENT,
                    true)));
    URI endpoint = URI.create("http://127.0.0.1:" + started.getHttpPort());
    try (S3Clients clients = clients(endpoint, Duration.ofSeconds(30))) {
      clients.idempotent().createBucket(r -> r.bucket(BUCKET));
    }
    return started;
  }

  static URI endpoint() {
    return URI.create("http://127.0.0.1:" + MOCK.getHttpPort());
  }

  static URI emptyFolder() {
    return URI.create("s3://" + BUCKET + "/folder-" + FOLDERS.incrementAndGet());
  }

  static S3ArtifactStore open(URI endpoint, Duration deadline) {
    return new S3ArtifactStore("s3", clients(endpoint, deadline));
  }

  /**
   * Opens a store whose calls take turns with those of others: S3 checks a condition and writes in
   * one step, this service in two.
   */
  static ArtifactStore inTurns() {
    return inTurns(open(endpoint(), Duration.ofSeconds(30)));
  }

  static ArtifactStore inTurns(ArtifactStore store) {
    return (ArtifactStore)
        Proxy.newProxyInstance(
            S3Service.class.getClassLoader(),
            new Class<?>[] {ArtifactStore.class},
            (proxy, method, arguments) -> {
              synchronized (S3Service.class) {
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }
            });
  }

  private static S3Clients clients(URI endpoint, Duration deadline) {
    return S3Clients.of(
        new S3Settings(Optional.empty(), Optional.of(new S3ClientSettings(at(endpoint), true))),
        deadline,
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }

  private static ClientSettings at(URI endpoint) {
    return new ClientSettings(
        Map.of(S3ClientSettings.STORE, new ServiceAddress(endpoint)),
        ClientSettings.STANDARD.credentials(),
        Optional.empty(),
        ClientSettings.STANDARD.timeout());
  }
}
