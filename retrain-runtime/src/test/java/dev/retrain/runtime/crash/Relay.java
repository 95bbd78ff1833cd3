package dev.retrain.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One life in many processes: each is killed where it says, and the next goes on. While one lives
 * the next is started already, so that starting costs no waiting.
 */
final class Relay implements AutoCloseable {

  /** The exit code of a process ended by SIGKILL. */
  private static final int KILLED = 128 + 9;

  private final QuickStart quick;
  private final List<String> arguments;
  private Process next;

  /**
   * Begins a life in a folder.
   *
   * @param calls at which it may be killed
   */
  Relay(QuickStart quick, Path folder, Set<String> calls) throws IOException {
    this.quick = quick;
    this.arguments = List.of(folder.toString(), String.join(",", calls));
    this.next = quick.begin(arguments);
  }

  /**
   * Lets a process live on and kills it.
   *
   * @param passes how many points, before and after those calls, it passes first
   * @return where it was killed; empty when it lived to the end
   */
  Optional<String> kill(int passes) throws Exception {
    Process living = next;
    next = quick.begin(arguments);
    try (BufferedReader out = living.inputReader();
        OutputStream in = living.getOutputStream()) {
      in.write("%4d".formatted(passes).getBytes(StandardCharsets.US_ASCII));
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
