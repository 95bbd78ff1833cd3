package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepUsage;
import dev.retrain.testkit.FakeBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunLookTest {

  private static final RunHandle RUN = new RunHandle(new RunKey("run-a"), "native-a");

  @Test
  void isPendingWhileTheServiceDoesNotShowANewRun() {
    RunLook look = RunLook.afterSubmission(new FakeBackend(Clock.systemUTC()), RUN);

    assertThat(look.status()).isEqualTo(new RunStatus.Pending());
    assertThat(look.steps()).isEmpty();
  }

  @Test
  void showsWhatEveryStepUsed() {
    StepRun step =
        new StepRun(
                "train",
                StepRun.State.SUCCEEDED,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .using(new StepUsage("large", 2, Duration.ofMinutes(90), StepUsage.Basis.BILLED));

    assertThat(RunDocument.of(RUN, new RunStatus.Running(), List.of(step), false).toString())
        .contains(
            "\"usage\":{\"basis\":\"billed\",\"count\":2,\"duration\":\"1h30m\",\"machine\":\"large\"}");
    StringWriter text = new StringWriter();
    RunText.print(RUN, new RunStatus.Running(), List.of(step), new PrintWriter(text, true));
    assertThat(text.toString()).contains("train used 2 x large for 1h30m, as billed");
  }

  @Test
  void showsShortTimesInSecondsAndLongOnesWithoutFractions() {
    assertThat(used(Duration.ofMillis(152_063))).contains("for 2m32s, as measured");
    assertThat(used(Duration.ofMillis(7))).contains("for 0.0 s, as measured");
  }

  private static String used(Duration time) {
    StepRun step =
        new StepRun(
                "train",
                StepRun.State.SUCCEEDED,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())
            .using(new StepUsage("large", 1, time, StepUsage.Basis.MEASURED));
    StringWriter text = new StringWriter();
    RunText.print(RUN, new RunStatus.Running(), List.of(step), new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void hasLinksWhateverItsStatus() {
    Node.Mapping pending =
        (Node.Mapping) RunDocument.of(RUN, new RunStatus.Pending(), List.of(), false);
    assertThat(pending.get("links")).contains(Node.of(List.of()));

    URI page = URI.create("https://service.example/runs/a");
    RunStatus failed = new RunStatus.Failed(Optional.empty(), "why", List.of(), List.of(page));
    StringWriter text = new StringWriter();
    RunText.print(RUN, failed, List.of(), new PrintWriter(text, true));
    assertThat(text.toString()).contains("see " + page);
    assertThat(((Node.Mapping) RunDocument.of(RUN, failed, List.of(), false)).get("links"))
        .contains(Node.of(List.of(Node.of(page.toString()))));
  }
}
