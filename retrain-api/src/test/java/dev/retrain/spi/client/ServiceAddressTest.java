package dev.retrain.spi.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:80",
        "http://127.0.0.1",
        "http://127.8.9.1/x",
        "http://[::1]:8",
        "HTTP://LocalHost"
      })
  void knowsThisMachine(String text) {
    ServiceAddress address = ServiceAddress.parse(text);
    assertThat(address.isLoopback()).isTrue();
    assertThat(address.mayCarryCredentials()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1.evil.example",
        "http://localhost.example",
        "http://10.0.0.1",
        "http://128.0.0.1",
        "http://[::2]",
        "http://0.0.0.0"
      })
  void knowsOtherMachines(String text) {
    ServiceAddress address = ServiceAddress.parse(text);
    assertThat(address.isLoopback()).isFalse();
    assertThat(address.mayCarryCredentials()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue:8080 | must start with http:// or https://",
        "localhost | must start with http:// or https://",
        "ftp://queue | must start with http:// or https://",
        "https: | must look like https://service.example/path",
        "https:///path | must name a host",
        "https://me:pw@queue | must not contain credentials",
        "https://me:pw@my_queue | must not contain credentials",
        "https://queue/x?sig=pw | without ? and #",
        "https://que ue/pw | must look like https://service.example/path",
      })
  void refusesOtherFormsWithoutRepeatingSecrets(String text, String message) {
    assertThatThrownBy(() -> ServiceAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("pw");
  }
}
