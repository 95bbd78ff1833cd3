package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowQueueTest {

  private static final long PATIENCE_SECONDS = Duration.ofMinutes(2).toSeconds();

  private volatile double load;
  private final Semaphore made = new Semaphore(0);
  private final ShadowQueue queue = new ShadowQueue("test", 10, () -> load);

  @AfterEach
  void close() {
    queue.close();
  }

  private void awaitMade(int copies) throws InterruptedException {
    assertThat(made.tryAcquire(copies, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makesEveryCopyThatFits() throws Exception {
    assertThat(IntStream.range(0, 10)).allMatch(i -> queue.offer(made::release));
    awaitMade(10);
    assertThat(queue.dropped()).isZero();
  }

  @Test
  void dropsAndCountsWhatDoesNotFit() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch inWork = new CountDownLatch(1);
    queue.offer(
        () -> {
          inWork.countDown();
          awaitQuietly(held);
        });
    assertThat(inWork.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    long taken = IntStream.range(0, 25).filter(i -> queue.offer(made::release)).count();
    assertThat(taken).isEqualTo(10);
    assertThat(queue.dropped()).isEqualTo(15);

    held.countDown();
    awaitMade(10);
  }

  @Test
  void takesFewerWhileTheMachineIsBusy() throws Exception {
    load = 1;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (queue.share() == 1 && System.nanoTime() < end) {
      if (queue.offer(made::release)) {
        awaitMade(1);
      }
    }
    assertThat(queue.share()).isLessThan(1);
  }

  @Test
  void makesWhatItTookBeforeItWasClosed() throws Exception {
    IntStream.range(0, 10).forEach(i -> queue.offer(made::release));
    queue.close();
    awaitMade(10);
    assertThat(queue.offer(made::release)).isFalse();
    assertThat(queue.dropped()).isEqualTo(1);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
