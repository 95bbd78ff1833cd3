package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.backend.local.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AbandonedTest {

  private static final ProcessIdentity GONE =
      new ProcessIdentity(999_999_999, Optional.empty(), Optional.empty());

  @TempDir Path folder;

  private static Process server() throws Exception {
    return new ProcessBuilder("cat").start(); // until its input ends
  }

  private static void endsByItself(Process server) throws Exception {
    server.getOutputStream().close();
    assertThat(server.waitFor()).as("it ends by itself, not killed").isZero();
  }

  @Test
  void endsAServerWhoseProcessIsGoneAndDeletesItsLogs() throws Exception {
    Process server = server();
    Path note = folder.resolve("retrain-model-1.log.process");
    Files.writeString(folder.resolve("retrain-model-1.log"), "lines");
    Files.writeString(folder.resolve("retrain-model-1.log.1"), "earlier lines");
    Abandoned.write(note, new Abandoned.Note(GONE, ProcessIdentity.of(server.toHandle())));

    Abandoned.sweep(folder);

    assertThat(server.waitFor()).isNotZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesAServerWhoseProcessLivesAndWhatItCannotRead() throws Exception {
    Process server = server();
    Path log = folder.resolve("retrain-model-2.log");
    Files.writeString(folder.resolve("retrain-model-3.log.process"), "no note");
    Abandoned.note(log, server.toHandle());

    Abandoned.sweep(folder);

    assertThat(folder.resolve("retrain-model-2.log.process")).exists();
    Abandoned.forget(log);
    assertThat(folder.resolve("retrain-model-2.log.process")).doesNotExist();
    endsByItself(server);
  }

  @Test
  void leavesAnotherProcessThatGotTheNumberOfTheServer() throws Exception {
    Process other = server();
    ProcessIdentity now = ProcessIdentity.of(other.toHandle());
    ProcessIdentity before =
        new ProcessIdentity(
            now.pid(),
            now.started(),
            now.sinceBoot().map(at -> new ProcessIdentity.SinceBoot(at.boot(), at.ticks() - 1)));
    org.junit.jupiter.api.Assumptions.assumeTrue(now.sinceBoot().isPresent(), "it has /proc");
    Abandoned.write(
        folder.resolve("retrain-model-4.log.process"), new Abandoned.Note(GONE, before));

    Abandoned.sweep(folder);

    endsByItself(other);
  }

  @Test
  void readsNoNoteThroughALink() throws Exception {
    Process other = server();
    Path elsewhere = folder.resolve("elsewhere");
    Abandoned.write(elsewhere, new Abandoned.Note(GONE, ProcessIdentity.of(other.toHandle())));
    Files.createSymbolicLink(folder.resolve("retrain-model-5.log.process"), elsewhere);

    Abandoned.sweep(folder);

    endsByItself(other);
  }
}
