package dev.retrain.runtime.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.testkit.Intercepted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is done twice and nothing is left out, wherever the process ends. */
class CrashTest {

  /** Calls that leave nothing behind: dying after one is dying after the call before it. */
  private static final Set<String> READING =
      Set.of(
          "StateStore.load",
          "StateStore.keys",
          "StateStore.history",
          "Backend.name",
          "Backend.find",
          "Backend.list",
          "Backend.steps",
          "Backend.deployer",
          "Backend.registry",
          "ModelRegistry.version",
          "ModelRegistry.versions",
          "ModelRegistry.byAlias",
          "Deployer.health",
          "Deployer.traffic");

  /** Thrown where the process would end; an error, so that nothing in between catches it. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The exit code of a process ended by SIGKILL. */
  private static final int KILLED = 128 + 9;

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

  @Test
  void aProcessKilledAfterAnyCallThatLeavesSomethingIsContinued() throws Exception {
    int[] leaving =
        IntStream.rangeClosed(1, calls.size())
            .filter(i -> !READING.contains(calls.get(i - 1)))
            .toArray();
    assertThat(leaving.length).isGreaterThan(20);
    for (int i : leaving) {
      Path place = folder.resolve("killed-" + i);
      assertThat(runChild(place, i)).as("killed after %s", calls.get(i - 1)).isEqualTo(KILLED);
      Life.live(place, new Intercepted.Listener() {});
      assertThat(Life.outcome(place)).as("call %s, %s", i, calls.get(i - 1)).isEqualTo(undisturbed);
    }
  }

  private static int runChild(Path place, int dieAfter) throws Exception {
    Files.createDirectories(place);
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                LifeChild.class.getName(),
                place.toString(),
                Integer.toString(dieAfter))
            .redirectErrorStream(true)
            .redirectOutput(place.resolve("child.log").toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return child.exitValue();
  }

  @Test
  void anEndBeforeOrAfterAnyCallAtAllIsContinued() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 1; i <= calls.size(); i++) {
      boolean leaves = !READING.contains(calls.get(i - 1));
      if (leaves || random.nextInt(25) == 0) { // reads in a row leave the same behind: some of them
        crash(i, true);
        crash(i, false);
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
    assertThat(Life.outcome(place)).as("call %s, before: %s", at, before).isEqualTo(undisturbed);
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
              fail(call, 4);
            }

            @Override
            public void after(String call) {
              fail(call, 4);
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
