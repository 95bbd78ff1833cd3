package dev.retrain.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One life in many processes: each is killed where it says, and the next goes on. While one lives
 * the next is started already, so that starting costs no waiting.
 */
final class Relay implements AutoCloseable {

  /** The exit code of a process ended by SIGKILL. */
  private static final int KILLED = 128 + 9;

  private final Path folder;
  private Process next;

  Relay(Path folder) throws IOException {
    this.folder = folder;
    this.next = begin();
  }

  private Process begin() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            LifeChild.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Lets a process live on and kills it.
   *
   * @param survives how many calls that leave something it survives
   * @return after which call it was killed; empty when it lived to the end
   */
  Optional<String> kill(int survives) throws Exception {
    Process living = next;
    next = begin();
    try (BufferedReader out = living.inputReader();
        OutputStream in = living.getOutputStream()) {
      in.write("%4d".formatted(survives).getBytes(StandardCharsets.US_ASCII));
      in.flush();
      String said = out.readLine();
      if (LifeChild.END.equals(said)) {
        return Optional.empty();
      }
      assertThat(said).as("a process that fails says why on its error stream").isNotNull();
      living.destroyForcibly(); // SIGKILL
      assertThat(living.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(living.exitValue()).isEqualTo(KILLED);
      return Optional.of(said);
    } finally {
      living.destroyForcibly();
    }
  }

  @Override
  public void close() {
    next.destroyForcibly();
  }
}
