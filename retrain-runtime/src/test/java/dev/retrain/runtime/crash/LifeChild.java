package dev.retrain.runtime.crash;

import dev.retrain.testkit.CallInterceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A process of its own that stands still right before or right after a call, to be killed there. It
 * waits to be told where, so that it can be started while another one lives.
 */
public final class LifeChild {

  /** What a child says once it has lived to the end. */
  static final String END = "end";

  private LifeChild() {}

  /**
   * Takes a folder and the names of calls at which it may stand still, and reads how many of such
   * points it passes; nothing to read: all of them.
   */
  public static void main(String[] args) throws IOException {
    String told = new String(System.in.readNBytes(4)).strip();
    Set<String> names = Set.of(args[1].split(","));
    int passes = told.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(told);
    Life.live(
        Path.of(args[0]),
        new CallInterceptor.Listener() {
          private int passed;

          @Override
          public void before(String call) {
            point("before", call);
          }

          @Override
          public void after(String call) {
            point("after", call);
          }

          private void point(String side, String call) {
            if (names.contains(call) && passed++ == passes) {
              standStill(side + " " + call);
            }
          }
        });
    System.out.println(END);
  }

  private static void standStill(String point) {
    System.out.println(point);
    try {
      int unused = System.in.read(); // nothing is ever written: the next thing is SIGKILL
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
