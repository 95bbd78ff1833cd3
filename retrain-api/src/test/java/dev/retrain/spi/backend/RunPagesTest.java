package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunPagesTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  /** A backend that only lists. */
  private record Listing(Function<Optional<String>, RunPage> pages) implements Backend {
    @Override
    public RunPage runs(String model, Instant since, Optional<String> page) {
      return pages.apply(page);
    }

    @Override
    public String name() {
      return "listing";
    }

    @Override
    public Translator translator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public RunHandle submit(Submission submission) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<RunHandle> find(RunKey key) {
      return Optional.empty();
    }

    @Override
    public RunStatus status(RunHandle run) {
      return new RunStatus.Lost("nothing runs here");
    }

    @Override
    public List<StepRun> steps(RunHandle run) {
      return List.of();
    }

    @Override
    public void cancel(RunHandle run) {}

    @Override
    public ModelRegistry registry() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Deployer> deployer(Target target) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static RunSummary run(String id, Instant started, Optional<String> model) {
    return new RunSummary(
        id,
        Optional.empty(),
        "train",
        started,
        new RunStatus.Running(),
        Map.of(),
        model,
        Optional.empty());
  }

  private static List<String> ids(Backend backend) {
    return backend.list("flights", NOON).stream().map(RunSummary::nativeId).toList();
  }

  @Test
  void allPartsAreWalkedAndWhatWasListedCoarselyIsLeftOut() {
    Map<String, RunPage> pages =
        Map.of(
            "",
            new RunPage(
                List.of(
                    run("4", NOON.plusSeconds(4), Optional.of("flights")),
                    run("3", NOON.plusSeconds(3), Optional.of("hotels"))),
                Optional.of("b")),
            "b",
            RunPage.all(
                List.of(
                    run("2", NOON, Optional.empty()),
                    run("1", NOON.minusSeconds(1), Optional.of("flights")))));

    assertThat(ids(new Listing(page -> pages.get(page.orElse(""))))).containsExactly("4", "2");
  }

  @Test
  void aListThatRepeatsItselfIsATransientFailure() {
    Backend stuck = new Listing(page -> new RunPage(List.of(), Optional.of("again")));

    assertThatThrownBy(() -> ids(stuck))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("again");
  }

  @Test
  void aListWithoutAnEndIsATransientFailure() {
    Backend endless =
        new Listing(page -> new RunPage(List.of(), Optional.of(page.orElse("") + "x")));

    assertThatThrownBy(() -> ids(endless)).isInstanceOf(TransientFailure.class);
  }

  @Test
  void aBackendThatShowsRunsAtOnceNeedsNoPatienceAndConcludesNothing() {
    Backend plain = new Listing(page -> RunPage.all(List.of()));

    plain.conclude(new RunHandle(new RunKey("a"), "a"));

    assertThat(plain.visibleWithin()).isEqualTo(Duration.ZERO);
    assertThat(plain.schedules()).isEmpty();
  }
}
