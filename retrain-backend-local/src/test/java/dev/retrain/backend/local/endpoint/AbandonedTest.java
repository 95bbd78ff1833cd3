package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AbandonedTest {

  @TempDir Path folder;

  private static Process server() throws Exception {
    return new ProcessBuilder("sleep", "600").start();
  }

  @Test
  void endsAServerWhoseProcessIsGone() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Process server = server();
    Path note = folder.resolve("retrain-model-1.log.process");
    Files.write(
        note,
        List.of(
            gone.pid() + " 2001-01-01T00:00:00Z",
            server.pid() + " " + server.info().startInstant().orElseThrow()));

    Abandoned.sweep(folder);

    server.onExit().join();
    assertThat(note).doesNotExist();
  }

  @Test
  void leavesAServerWhoseProcessLivesAndWhatItCannotRead() throws Exception {
    Process server = server();
    Path log = folder.resolve("retrain-model-2.log");
    Files.write(folder.resolve("retrain-model-3.log.process"), List.of("no", "numbers"));
    Abandoned.note(log, server.toHandle());

    Abandoned.sweep(folder);

    assertThat(server.isAlive()).isTrue();
    assertThat(folder.resolve("retrain-model-2.log.process")).exists();
    Abandoned.forget(log);
    assertThat(folder.resolve("retrain-model-2.log.process")).doesNotExist();
    server.destroyForcibly();
  }

  @Test
  void leavesAnotherProcessThatGotTheNumberOfTheServer() throws Exception {
    Process other = new ProcessBuilder("cat").start(); // until its input ends
    Files.write(
        folder.resolve("retrain-model-4.log.process"),
        List.of("999999999 2001-01-01T00:00:00Z", other.pid() + " 2001-01-01T00:00:00Z"));

    Abandoned.sweep(folder);

    other.getOutputStream().close();
    assertThat(other.waitFor()).as("it ends by itself, not killed").isZero();
  }
}
