package dev.retrain.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.testkit.CallInterceptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is done twice and nothing is left out, wherever the process ends. */
class CrashTest {

  /** Thrown where the process would end; an error of the VM, which nothing in between catches. */
  private static final class Death extends InternalError {
    private static final long serialVersionUID = 1L;
  }

  private static Points points;
  private static Life.Outcome undisturbed;

  @TempDir Path folder;

  @BeforeAll
  static void liveOnceWithoutACrash(@TempDir Path calm) {
    points = new Points(calm);
    Life.live(calm, points);
    undisturbed = Life.outcome(calm);
    assertThat(undisturbed.world()).containsKeys("runs/delays-" + key(), "versions/2", "traffic");
    assertThat(undisturbed.decisions()).hasSizeGreaterThan(12);
  }

  private static String key() {
    return undisturbed.world().keySet().stream()
        .filter(name -> name.startsWith("runs/delays-"))
        .findFirst()
        .orElseThrow()
        .substring("runs/delays-".length());
  }

  /**
   * What a process leaves changes within calls alone, so that an end anywhere between two of those
   * that leave something is the same to the next process: killing it before and after each of these
   * is killing it at every point there is.
   */
  @Test
  void nothingIsLeftBetweenCalls() {
    List<Points.Call> calls = points.calls();
    for (int i = 1; i < calls.size(); i++) {
      assertThat(calls.get(i).before())
          .as("what is left before %s, call %s", calls.get(i).name(), i)
          .isEqualTo(calls.get(i - 1).after());
    }
    assertThat(calls).hasSizeGreaterThan(200);
    assertThat(points.leaving()).hasSizeBetween(21, 60);
  }

  /** With SIGKILL, one process after the other. */
  @Test
  void aProcessKilledBeforeAndAfterEveryCallThatLeavesSomethingIsContinued() throws Exception {
    Path place = Files.createDirectories(folder.resolve("killed"));
    Path common = Files.createDirectories(folder.resolve("common"));
    List<String> kills = new ArrayList<>();
    try (Relay relay = new Relay(QuickStart.in(common), place, points.leavingNames())) {
      String left = Life.trace(place);
      int passes = 0;
      for (Optional<String> at = relay.kill(0); at.isPresent(); at = relay.kill(passes)) {
        kills.add(at.get());
        String leaves = Life.trace(place);
        passes = leaves.equals(left) ? passes + 1 : 0;
        left = leaves;
        assertThat(kills).as("no progress").hasSizeLessThan(10 * points.leaving().size());
      }
    }

    assertThat(Life.outcome(place)).isEqualTo(undisturbed);
    Map<String, Long> killed = counts(kills.stream());
    counts(points.leaving().stream().map(leaving -> points.calls().get(leaving).name()))
        .forEach(
            (call, times) -> {
              assertThat(killed.get("before " + call)).as(call).isGreaterThanOrEqualTo(times);
              assertThat(killed.get("after " + call)).as(call).isGreaterThanOrEqualTo(times);
            });
  }

  private static Map<String, Long> counts(Stream<String> words) {
    return words.collect(Collectors.groupingBy(word -> word, Collectors.counting()));
  }

  /** One end alone in each life, where the test above has one after the other. */
  @Test
  void aSingleEndAfterAnyCallThatLeavesSomethingIsContinued() {
    for (int place : points.leaving()) {
      Points.Call call = points.calls().get(place);
      Path life = folder.resolve("crash-" + place);
      assertThatThrownBy(() -> Life.live(life, dyingAfter(place))).isInstanceOf(Death.class);
      assertThat(Life.trace(life)).isEqualTo(call.after());
      Life.live(life, new CallInterceptor.Listener() {});
      assertThat(Life.outcome(life)).as("call %s %s", place, call.name()).isEqualTo(undisturbed);
    }
  }

  private static CallInterceptor.Listener dyingAfter(int place) {
    return new CallInterceptor.Listener() {
      private int ended;

      @Override
      public void after(String call) {
        if (ended++ == place) {
          throw new Death();
        }
      }
    };
  }

  @Test
  void answersLostAfterSuccessAndAStoreThatFailsHalfTheTimeChangeNothing() {
    for (int seed = 0; seed < 6; seed++) {
      Path place = folder.resolve("flaky-" + seed);
      SplittableRandom random = new SplittableRandom(seed);
      Life.live(
          place,
          new CallInterceptor.Listener() {
            @Override
            public void before(String call) {
              fail(call, 3);
            }

            @Override
            public void after(String call) {
              fail(call, 4); // with the above half of all calls of the store
            }

            private void fail(String call, int oneIn) {
              boolean store = call.startsWith("StateStore.");
              boolean calls = !call.equals("Backend.deployer") && !call.equals("Backend.name");
              if (random.nextInt(store ? oneIn : 10) == 0 && calls) {
                throw new TransientFailure("asked for " + call + ", got no answer");
              }
            }
          });

      Life.live(place, new CallInterceptor.Listener() {}); // and then the trouble is over
      Life.Outcome outcome = Life.outcome(place);
      assertThat(outcome.intact()).isTrue();
      assertThat(outcome.decisions().stream().filter(words -> !words.startsWith("HOLD")))
          .doesNotHaveDuplicates();
      assertThat(outcome.world().keySet().stream().filter(name -> name.startsWith("runs/")).count())
          .isPositive()
          .isEqualTo(count("RETRAIN", outcome))
          .isEqualTo(count("SUBMITTED", outcome));
    }
  }

  private static long count(String kind, Life.Outcome outcome) {
    return outcome.decisions().stream().filter(words -> words.startsWith(kind + " ")).count();
  }
}
