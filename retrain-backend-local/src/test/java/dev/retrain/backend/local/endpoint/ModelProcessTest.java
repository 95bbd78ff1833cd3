package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ModelProcessTest {

  static final ServingCommand COMMAND =
      ServingCommand.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              TinyModelServer.class.getName())
          .within(Duration.ofSeconds(40), Duration.ofSeconds(10), Duration.ofMillis(100));

  @Test
  void scoresByItsProcess() throws Exception {
    try (ServedModel model = COMMAND.loader().load(Versions.version("25"))) {
      assertThat(model.isHealthy()).isTrue();
      Map<String, Object> features = Map.of("a", 1L, "b", List.of(true, "x", 2.5), "c", Map.of());
      assertThat(model.score(features)).isEqualTo(0.25);
      assertThatThrownBy(() -> model.score(Map.of("refuse", true)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("500");
    }
  }

  @Test
  void isUnhealthyOnceItsProcessHasDied() throws Exception {
    try (ServedModel model = COMMAND.loader().load(Versions.version("25"))) {
      assertThatThrownBy(() -> model.score(Map.of("die", true))).isInstanceOf(IOException.class);
      while (model.isHealthy()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void saysWhatAServerPrintedThatEndsAtOnce() {
    assertThatThrownBy(() -> COMMAND.loader().load(Versions.version("dead")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("no such model");
  }

  @Test
  void givesUpOnAServerThatIsNeverHealthy() {
    ServingCommand elsewhere =
        COMMAND
            .paths("/predict", "/elsewhere")
            .within(Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThatThrownBy(() -> elsewhere.loader().load(Versions.version("25")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("not healthy within PT0.001S");
  }

  @Test
  void endsItsProcessWithItsChildren() throws Exception {
    Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
    ServedModel model = COMMAND.loader().load(Versions.version("parent"));
    List<ProcessHandle> tree =
        ProcessHandle.current().descendants().filter(process -> !before.contains(process)).toList();
    assertThat(tree).hasSizeGreaterThanOrEqualTo(2);
    model.close();
    tree.forEach(process -> process.onExit().join());
    assertThat(tree).noneMatch(ProcessHandle::isAlive);
  }

  /** Nothing of this process is left to clean up: it is killed. */
  @Test
  void endsWithTheProcessThatServesIt() throws Exception {
    Process serving =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServingChild.class.getName(),
                "parent")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> tree = new ArrayList<>();
    try (BufferedReader said = serving.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("serving")) {
        ProcessHandle.of(Long.parseLong(line)).ifPresent(tree::add);
        line = said.readLine();
      }
      assertThat(line).isEqualTo("serving true");
      assertThat(tree).hasSizeGreaterThanOrEqualTo(2);
    } finally {
      serving.destroyForcibly();
    }
    tree.forEach(process -> process.onExit().join());
    assertThat(tree).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void needsACommand() {
    assertThatIllegalArgumentException().isThrownBy(ServingCommand::of);
  }
}
