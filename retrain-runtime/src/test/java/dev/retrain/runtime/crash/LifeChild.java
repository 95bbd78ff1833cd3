package dev.retrain.runtime.crash;

import dev.retrain.testkit.Intercepted;
import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that kills itself, as the kernel would, right after a call outside. */
public final class LifeChild {

  private LifeChild() {}

  /** Takes a folder and the number of the call, from 1, after which it dies. */
  public static void main(String[] args) {
    int dieAfter = Integer.parseInt(args[1]);
    Life.live(
        Path.of(args[0]),
        new Intercepted.Listener() {
          private int calls;

          @Override
          public void after(String call) {
            if (++calls == dieAfter) {
              kill();
            }
          }
        });
  }

  private static void kill() {
    try {
      long pid = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor();
      Thread.sleep(60_000); // the signal is on its way
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
