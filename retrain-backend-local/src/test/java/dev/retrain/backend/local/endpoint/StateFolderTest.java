package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.serving.HostedState;
import dev.retrain.spi.deploy.VersionHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class StateFolderTest {

  private static final int MANY = 400;

  @TempDir Path folder;

  /** In a process whose files may not grow beyond some KiB: saves a state that is larger. */
  static final class Saver {
    public static void main(String[] args) {
      try (StateFolder state = StateFolder.take(Path.of(args[0]))) {
        state.save(versions(MANY));
        System.exit(0);
      } catch (TransientFailure e) {
        System.exit(7);
      }
    }
  }

  private static HostedState versions(int count) {
    Map<String, HostedState.Kept> all = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      String name = Integer.toString(i);
      all.put(name, new HostedState.Kept(Versions.version(name), VersionHealth.ABSENT));
    }
    return new HostedState(all, Optional.empty());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keepsTheOldStateWhenTheNewOneDoesNotFit() throws Exception {
    try (StateFolder state = StateFolder.take(folder)) {
      state.save(versions(1));
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process saver =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 16; exec \"$@\"",
                "sh",
                java,
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Saver.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(saver.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(saver.exitValue()).as("it is told that the state was not kept").isEqualTo(7);
    try (StateFolder state = StateFolder.take(folder)) {
      assertThat(state.load().versions()).containsOnlyKeys("1");
    }
    assertThat(folder.resolve("state.json.part")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "0123456789abcdef", "not a token at all"})
  void aTokenThatIsNotWholeOpensNothingAndIsReplaced(String broken) throws Exception {
    Files.writeString(folder.resolve("token"), broken);
    assertThatThrownBy(() -> StateFolder.token(folder)).isInstanceOf(ConfigurationProblem.class);
    try (EmbeddedEndpoint endpoint =
        EmbeddedEndpoint.named("test").folder(folder).models(version -> f -> 0.5).start()) {
      Client client = new Client(endpoint);
      for (String shown : List.of("Bearer " + broken.strip(), "Bearer", "Bearer x")) {
        assertThat(client.send("GET", "/admin/state", "", Map.of("Authorization", shown)).status())
            .as(shown)
            .isEqualTo(401);
      }
      Map<String, String> whole =
          Map.of("Authorization", StateFolder.token(folder).authorization());
      assertThat(client.send("GET", "/admin/state", "", whole).status()).isEqualTo(200);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyItsOwnerReadsTheToken() throws Exception {
    try (StateFolder state = StateFolder.take(folder)) {
      String first = state.token().authorization();
      assertThat(state.token().authorization()).isEqualTo(first);
      assertThat(state.token()).hasToString("***");
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("token"))).hasSize(2);
  }

  @Test
  void isServedByOneProcessAtATime() {
    try (StateFolder state = StateFolder.take(folder)) {
      assertThat(state.load()).isEqualTo(HostedState.EMPTY);
      assertThatThrownBy(() -> StateFolder.take(folder))
          .isInstanceOf(TransientFailure.class)
          .hasMessageContaining("another process serves");
    }
  }
}
