package dev.retrain.artifacts.gcs;

import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.client.ClientCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what requests are signed with; nothing is read before the first request. */
final class GcsCredentials implements ClientCredentials.Visitor<Optional<Supplier<Credentials>>> {

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";

  private static final String SIGN_IN =
      "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS";

  /** A token of a file is read anew after this time, or when the service refuses it. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private static final int ROLE_SECONDS = 3_600;

  private final Settings settings;
  private final HttpTransportFactory transport;

  GcsCredentials(Settings settings, HttpTransportFactory transport) {
    this.settings = settings;
    this.transport = transport;
  }

  @Override
  public Optional<Supplier<Credentials>> standard() {
    return Optional.of(() -> applicationDefault().createScoped(SCOPE));
  }

  private GoogleCredentials applicationDefault() {
    try {
      return GoogleCredentials.getApplicationDefault(transport);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "there are no credentials of Google Cloud", FailureContext.hint(SIGN_IN), e);
    }
  }

  @Override
  public Optional<Supplier<Credentials>> assumeRole(ClientCredentials.AssumeRole role) {
    return Optional.of(
        () ->
            ImpersonatedCredentials.newBuilder()
                .setSourceCredentials(
                    applicationDefault()
                        .createScoped("https://www.googleapis.com/auth/cloud-platform"))
                .setTargetPrincipal(role.role())
                .setScopes(List.of(SCOPE))
                .setLifetime(ROLE_SECONDS)
                .setHttpTransportFactory(transport)
                .build());
  }

  @Override
  public Optional<Supplier<Credentials>> keyFile(ClientCredentials.KeyFile file) {
    Path path = settings.resolve(file.path());
    return Optional.of(
        () -> {
          try (InputStream in = Files.newInputStream(path)) {
            return GoogleCredentials.fromStream(in, transport).createScoped(SCOPE);
          } catch (IOException e) {
            throw unreadable("the credentials file " + path, e);
          }
        });
  }

  @Override
  public Optional<Supplier<Credentials>> tokenFile(ClientCredentials.TokenFile token) {
    return Optional.of(
        () ->
            OAuth2CredentialsWithRefresh.newBuilder()
                .setRefreshHandler(
                    () -> new AccessToken(token(token), Date.from(Instant.now().plus(TOKEN_LIFE))))
                .build());
  }

  private String token(ClientCredentials.TokenFile token) throws IOException {
    String read =
        token.path().isPresent()
            ? Files.readString(settings.resolve(token.path().get()))
            : System.getenv().getOrDefault(token.variable().orElseThrow(), "");
    if (read.isBlank()) {
      throw new IOException("the token is empty");
    }
    return read.strip();
  }

  @Override
  public Optional<Supplier<Credentials>> none() {
    return Optional.empty();
  }

  @Override
  public Optional<Supplier<Credentials>> profile(ClientCredentials.Profile profile) {
    throw notKnown("profile");
  }

  @Override
  public Optional<Supplier<Credentials>> kubeconfig(ClientCredentials.Kubeconfig config) {
    throw notKnown("kubeconfig");
  }

  private static ConfigurationProblem notKnown(String type) {
    return new ConfigurationProblem(
        "Cloud Storage knows no credentials of type " + type,
        FailureContext.hint("use default, assume-role, file or token-file"),
        null);
  }

  private static ConfigurationProblem unreadable(String what, IOException e) {
    return new ConfigurationProblem(
        "cannot read " + what + ": " + e.getClass().getSimpleName(),
        FailureContext.hint("correct artifacts.gs.client.credentials, or " + SIGN_IN),
        e);
  }
}
