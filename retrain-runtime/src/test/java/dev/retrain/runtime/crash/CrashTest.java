package dev.retrain.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.testkit.Intercepted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is done twice and nothing is left out, wherever the process ends. */
class CrashTest {

  /** Thrown where the process would end; an error, so that nothing in between catches it. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path folder;
  private final List<String> calls = new ArrayList<>();
  private Life.Outcome undisturbed;

  @BeforeEach
  void liveOnceWithoutACrash() {
    Path calm = folder.resolve("calm");
    Life.live(
        calm,
        new Intercepted.Listener() {
          @Override
          public void after(String call) {
            calls.add(call);
          }
        });
    undisturbed = Life.outcome(calm);
    assertThat(undisturbed.world()).containsKeys("runs/delays-" + key(), "versions/2", "traffic");
    assertThat(undisturbed.decisions()).hasSizeGreaterThan(12);
  }

  private String key() {
    return undisturbed.world().keySet().stream()
        .filter(name -> name.startsWith("runs/delays-"))
        .findFirst()
        .orElseThrow()
        .substring("runs/delays-".length());
  }

  /** Killed after every call that left something; after those that only repeat one, not again. */
  @Test
  void aProcessKilledAfterEveryCallThatLeavesSomethingIsContinued() throws Exception {
    Path place = Files.createDirectories(folder.resolve("killed"));
    List<String> kills = new ArrayList<>();
    try (Relay relay = new Relay(place)) {
      String left = "";
      int survives = 0;
      for (Optional<String> call = relay.kill(0); call.isPresent(); call = relay.kill(survives)) {
        kills.add(call.get());
        String leaves = Life.trace(place);
        survives = leaves.equals(left) ? survives + 1 : 0;
        left = leaves;
        assertThat(kills).as("no progress").hasSizeLessThan(10 * leaving().size());
      }
    }

    assertThat(Life.outcome(place)).isEqualTo(undisturbed);
    assertThat(leaving()).hasSizeGreaterThan(20);
    assertThat(counts(kills)).allSatisfy((call, times) -> assertThat(times).isPositive());
    counts(leaving())
        .forEach(
            (call, times) ->
                assertThat(counts(kills).getOrDefault(call, 0L))
                    .as("kills after %s", call)
                    .isGreaterThanOrEqualTo(times));
  }

  private List<String> leaving() {
    return calls.stream().filter(call -> !Life.READING.contains(call)).toList();
  }

  private static Map<String, Long> counts(List<String> calls) {
    return calls.stream().collect(Collectors.groupingBy(call -> call, Collectors.counting()));
  }

  @Test
  void anEndAfterAnyCallAtAllIsContinued() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 1; i <= calls.size(); i++) {
      boolean leaves = !Life.READING.contains(calls.get(i - 1));
      if (leaves) {
        crash(i, false);
      } else if (random.nextInt(25) == 0) { // reads in a row leave the same behind: some of them
        crash(i, random.nextBoolean());
      }
    }
  }

  private void crash(int at, boolean before) {
    Path place = folder.resolve("crash-" + at + before);
    try {
      Life.live(place, dying(at, before));
    } catch (Death e) {
      Life.live(place, new Intercepted.Listener() {});
    }
    assertThat(Life.outcome(place))
        .as("call %s %s, before: %s", at, calls.get(at - 1), before)
        .isEqualTo(undisturbed);
  }

  private static Intercepted.Listener dying(int at, boolean before) {
    return new Intercepted.Listener() {
      private int begun;
      private int ended;

      @Override
      public void before(String call) {
        if (++begun == at && before) {
          throw new Death();
        }
      }

      @Override
      public void after(String call) {
        if (++ended == at && !before) {
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
          new Intercepted.Listener() {
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
              if (random.nextInt(store ? oneIn : 10) == 0 && !call.equals("Backend.deployer")) {
                throw new TransientFailure("asked for " + call + ", got no answer");
              }
            }
          });

      Life.live(place, new Intercepted.Listener() {}); // and then the trouble is over
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
