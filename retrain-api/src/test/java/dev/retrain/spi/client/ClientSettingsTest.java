package dev.retrain.spi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.InvalidDefinitionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientSettingsTest {

  private static final Shape<ClientSettings> SHAPE =
      ClientSettings.shape(List.of("queue", "storage"), List.of(CredentialsType.values()));

  private static Settings document(String yaml) {
    return Settings.parse(yaml, "client.yaml");
  }

  private static ClientSettings read(String yaml) {
    return document(yaml).as(SHAPE);
  }

  @Test
  void areStandardWhenNothingIsSet() {
    assertThat(read("{}")).isEqualTo(ClientSettings.STANDARD);
    assertThat(ClientSettings.STANDARD.endpoint("queue")).isEmpty();
  }

  @Test
  void readTheWholeBlock() {
    String yaml =
        """
        endpoints: {default: "http://127.0.0.1:5557", storage: "https://storage.example/base"}
        credentials: {type: token-file, variable: QUEUE_TOKEN}
        certificates: ca.pem
        timeout: 20s
        """;
    ClientSettings settings = read(yaml);
    assertThat(settings.endpoint("queue").orElseThrow()).hasToString("http://127.0.0.1:5557");
    assertThat(settings.endpoint("storage").orElseThrow())
        .hasToString("https://storage.example/base");
    assertThat(settings.credentials())
        .isEqualTo(new ClientCredentials.TokenFile(Optional.empty(), Optional.of("QUEUE_TOKEN")));
    assertThat(settings.certificates(document(yaml))).contains(Path.of("ca.pem"));
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(SHAPE.write(settings)).isEqualTo(document(yaml).node());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default | Standard",
        "profile, name: dev | Profile",
        "assume-role, role: 'arn:aws:iam::1:role/x' | AssumeRole",
        "file, path: key.json | KeyFile",
        "token-file, path: /run/token | TokenFile",
        "kubeconfig, context: dev | Kubeconfig",
      })
  void readEachKindOfCredentials(String fields, String kind) {
    ClientSettings settings = read("credentials: {type: " + fields + "}");
    assertThat(settings.credentials().getClass().getSimpleName()).isEqualTo(kind);
    assertThat(new Settings(SHAPE.write(settings), Path.of(""), "written").as(SHAPE))
        .isEqualTo(settings);
  }

  @Test
  void needNoCredentialsOnThisMachine() {
    ClientSettings settings =
        read("{endpoints: {default: 'http://localhost:1'}, credentials: {type: none}}");
    assertThat(settings.credentials()).isEqualTo(new ClientCredentials.None());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoints: {quue: 'https://a.example'} | Did you mean 'queue'?",
        "endpoints: {sqs: 'https://a.example'} | Known keys are default, queue, storage",
        "endpoints: {queue: 'http://a.example'} | endpoints.queue must start with https://",
        "endpoints: {queue: 'a.example'} | must start with http:// or https://",
        "endpoints: {queue: 'https://u:pw@a.example'} | must not contain credentials",
        "credentials: {type: none} | credentials of type none are for services on this machine",
        "{credentials: {type: none}, endpoints: {default: 'https://a.example'}} | of type none",
        "credentials: {type: tokenfile} | Did you mean 'token-file'?",
        "credentials: {type: token-file} | either a path or a variable",
        "credentials: {type: token-file, path: a, variable: B} | either a path or a variable",
        "credentials: {type: token-file, variable: 'ghp-pw'} | must be the name of an environment",
        "credentials: {type: token-file, token: pw} | unknown key 'token'",
        "timeout: 0s | timeout must be above 0",
        "timeout: 11m | at most 10 minutes",
        "timeouts: 3s | Did you mean 'timeout'?",
      })
  void refuseWhatCannotBeMeant(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("pw");
  }

  @Test
  void refuseCredentialsThatTheServiceDoesNotKnow() {
    Shape<ClientSettings> few =
        ClientSettings.shape(List.of("queue"), List.of(CredentialsType.DEFAULT));
    assertThatThrownBy(() -> document("credentials: {type: kubeconfig}").as(few))
        .hasMessageContaining("Write one of default");
  }
}
