package dev.retrain.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for another thread or process: checks repeatedly, first at once and then ever further
 * apart, until the answer is the wanted one or the patience is over. What a clock brings about
 * needs no waiting: {@link SettableClock} moves at once.
 */
public final class Await {

  private static final long FIRST_NANOS = 200_000;
  private static final long LONGEST_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /**
   * Returns the first wanted answer.
   *
   * @param what is waited for, as a message names it
   * @param patience an end for what will never come, to be generous: nothing waits longer than it
   *     must
   * @throws AssertionError naming the last answer when the patience is over
   */
  public static <T> T until(String what, Duration patience, Supplier<T> read, Predicate<T> wanted) {
    long end = System.nanoTime() + patience.toNanos();
    long pause = FIRST_NANOS;
    T answer = read.get();
    while (!wanted.test(answer)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "waited " + patience.toSeconds() + " s for " + what + ", last saw " + answer);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_NANOS, pause * 2);
      answer = read.get();
    }
    return answer;
  }
}
