package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.Backend;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Looking for runs that began elsewhere costs a backend no more than a call a second. */
class RunListingScheduleTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final AtomicInteger lists = new AtomicInteger();

  private Retrainer.Builder retrainings(int many) {
    CallInterceptor.Listener counting =
        new CallInterceptor.Listener() {
          @Override
          public void before(String call) {
            lists.addAndGet(call.equals("Backend.list") ? 1 : 0);
          }
        };
    Retrainer.Builder builder =
        Retrainer.on(CallInterceptor.calls(Backend.class, new FakeBackend(clock), counting))
            .store(new InMemoryStateStore())
            .clock(clock);
    for (int i = 0; i < many; i++) {
      builder.add(Retraining.of(Scene.pipeline("m-" + i)).when(cron("0 3 1 1 *"), BATCH).build());
    }
    return builder;
  }

  /** Calls of each minute, ticked every ten seconds. */
  private List<Integer> live(Retrainer retrainer, int minutes) {
    List<Integer> calls = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      lists.set(0);
      for (int i = 0; i < 6; i++) {
        retrainer.tick();
        clock.advance(Duration.ofSeconds(10));
      }
      calls.add(lists.get());
    }
    return calls;
  }

  @Test
  void fewListTheirRunsEveryMinute() {
    assertThat(live(retrainings(60).node("a").build(), 4)).containsOnly(60);
  }

  @Test
  void manyTakeTurnsAndEachGetsItsOwn() {
    List<Integer> calls = live(retrainings(240).node("a").build(), 8);

    assertThat(calls).allSatisfy(each -> assertThat(each).isBetween(30, 90));
    assertThat(calls.stream().mapToInt(Integer::intValue).sum())
        .as("twice each, but for ticks that come a moment late")
        .isBetween(440, 480);
  }

  @Test
  void aTickByHandListsAll() {
    assertThat(live(retrainings(70).build(), 1)).containsExactly(70);
  }
}
