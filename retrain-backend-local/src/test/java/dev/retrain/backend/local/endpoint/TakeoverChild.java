package dev.retrain.backend.local.endpoint;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A node that begins a canary, says so with its time, and then does nothing more until killed. */
final class TakeoverChild {

  private TakeoverChild() {}

  public static void main(String[] args) throws Exception {
    SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
    Rolling node = new Rolling(Path.of(args[0]), clock, TakeoverTest.CANARY);
    node.ask(RetrainingRequest.Verb.PROMOTE);
    while (!canary()
        .equals(
            node.backend
                .deployer(Target.endpoint(Rolling.ENDPOINT))
                .orElseThrow()
                .split()
                .orElseThrow())) {
      clock.advance(Duration.ofSeconds(1));
      node.retrainer.tick();
    }
    System.out.println("canary " + clock.instant());
    System.out.flush();
    new CountDownLatch(1).await();
  }

  private static TrafficSplit canary() {
    return TrafficSplit.of("2", Percent.percent(50), "1");
  }
}
