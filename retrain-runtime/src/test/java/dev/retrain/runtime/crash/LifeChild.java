package dev.retrain.runtime.crash;

import dev.retrain.testkit.Intercepted;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process of its own that stands still right after a call that leaves something, to be killed
 * there. It waits to be told where to live, so that it can be started while another one lives.
 */
public final class LifeChild {

  /** What a child says once it has lived to the end. */
  static final String END = "end";

  private LifeChild() {}

  /** Takes a folder, and reads how many calls that leave something it is to survive. */
  public static void main(String[] args) throws IOException {
    int survives = Integer.parseInt(new String(System.in.readNBytes(4)).strip());
    Life.live(
        Path.of(args[0]),
        new Intercepted.Listener() {
          private int left;

          @Override
          public void after(String call) {
            if (!Life.READING.contains(call) && ++left > survives) {
              standStill(call);
            }
          }
        });
    System.out.println(END);
  }

  private static void standStill(String call) {
    System.out.println(call);
    try {
      int unused = System.in.read(); // nothing is ever written: the next thing is SIGKILL
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
