package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunWaitTest {

  private static final RunHandle RUN = new RunHandle(new RunKey("p-1"), "1");

  private final Deque<RunStatus> statuses = new ArrayDeque<>();
  private final StringWriter progress = new StringWriter();
  private StepRun.State state = StepRun.State.SUCCEEDED;

  /** Answers with the next status; the step has the current state. */
  private final Backend backend =
      (Backend)
          Proxy.newProxyInstance(
              Backend.class.getClassLoader(),
              new Class<?>[] {Backend.class},
              (proxy, method, arguments) -> answer(method.getName()));

  private Object answer(String method) {
    if (method.equals("visibleWithin")) {
      return Duration.ZERO;
    }
    return method.equals("steps") ? List.of(step()) : next();
  }

  private RunStatus next() {
    return statuses.size() > 1 ? statuses.pop() : statuses.getFirst();
  }

  private StepRun step() {
    return new StepRun("train", state, 1, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private RunStatus waited(boolean existing) {
    return new RunWait(backend, RUN, new PrintWriter(progress, true)).forEnd(existing);
  }

  @Test
  void stepsThatHadEndedBeforeAreNoProgress() {
    statuses.add(new RunStatus.Cancelled());

    waited(true);

    assertThat(progress.toString()).isEmpty();
  }

  @Test
  void stepsOfANewRunAreReported() {
    statuses.add(new RunStatus.Cancelled());

    waited(false);

    assertThat(progress.toString()).contains("train: succeeded");
  }

  @Test
  void aRunThatLooksLostForAMomentIsWaitedFor() {
    statuses.add(new RunStatus.Lost("no process drives it"));
    statuses.add(new RunStatus.Running());
    statuses.add(new RunStatus.Cancelled());

    assertThat(waited(false)).isInstanceOf(RunStatus.Cancelled.class);
  }
}
