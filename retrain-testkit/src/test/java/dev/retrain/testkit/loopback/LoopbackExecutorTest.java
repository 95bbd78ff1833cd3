package dev.retrain.testkit.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackExecutorTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path root;
  private LoopbackExecutor executor;

  @BeforeEach
  void open() {
    executor =
        LoopbackExecutor.below(root)
            .image("acme/echo", List.of("/app/echo"), List.of("echo", "here:"))
            .build();
  }

  @AfterEach
  void close() {
    executor.close();
  }

  private static LoopbackStep script(String script, String... arguments) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "script"));
    words.addAll(List.of(arguments));
    return LoopbackStep.of("step", "acme/tools", words);
  }

  private StepEnd ended(LoopbackStep step) throws InterruptedException {
    return executor.start(step).await(PATIENCE);
  }

  @Test
  void reportsExitCodeAndOutputOfAStep() throws Exception {
    StepEnd end = ended(script("echo out; echo err >&2; exit 7"));

    assertThat(end.how()).isEqualTo(StepEnd.How.EXITED);
    assertThat(end.exitCode()).isEqualTo(7);
    assertThat(end.succeeded()).isFalse();
    assertThat(end.log()).containsExactly("out", "err");
  }

  @Test
  void handsOverArgumentsAsTheyAre() throws Exception {
    String hostile = "a b\n$HOME \"'\\ {{$}} `id`";

    assertThat(String.join("\n", ended(script("printf %s \"$1\"", hostile)).log()))
        .isEqualTo(hostile);
  }

  @Test
  void givesOnlyTheEnvironmentOfTheStep() throws Exception {
    StepEnd end = ended(script("env").environment(Map.of("STEP_SECRET", "x")));

    assertThat(end.log())
        .contains("STEP_SECRET=x")
        .allMatch(
            line ->
                line.matches(
                    "(STEP_SECRET|PATH|HOME|LANG|LC_ALL|TZ|TMPDIR|JAVA_HOME|PWD|SHLVL|OLDPWD|_)=.*"));
  }

  @Test
  void putsFoldersOfTheContainerWhereTheyLieHere() throws Exception {
    Path model = executor.folders().folder("s3://bucket/model");
    StepEnd end =
        ended(
            script(
                    "echo trained > $1/m.txt; echo $2 $3 $OUT",
                    "/opt/model",
                    "/opt/models",
                    "/x/opt/model")
                .environment(Map.of("OUT", "/opt/model/m.txt"))
                .mounts(Map.of("/opt/model", model)));

    assertThat(end.log()).containsExactly("/opt/models /x/opt/model " + model.resolve("m.txt"));
    assertThat(model.resolve("m.txt")).hasContent("trained");
  }

  @Test
  void runsTheLocalProgramOfAnImageInsideAWrapper() throws Exception {
    StepEnd end =
        ended(
            LoopbackStep.of(
                "step", "acme/echo", List.of("sh", "-c", "exec \"$@\"", "w", "/app/echo", "a")));

    assertThat(end.log()).containsExactly("here: a");
  }

  @Test
  void doesNotStartAStepWhoseImageHasAnotherProgram() throws Exception {
    StepEnd end = ended(LoopbackStep.of("step", "acme/echo", List.of("/app/other")));

    assertThat(end.how()).isEqualTo(StepEnd.How.NOT_STARTED);
    assertThat(end.log().get(0)).contains("step in acme/echo", "[/app/echo]", "[/app/other]");
  }

  @Test
  void reportsAProgramThatIsAbsent() throws Exception {
    StepEnd end = ended(LoopbackStep.of("step", "any", List.of("no-such-program-here")));

    assertThat(end.succeeded()).isFalse();
    assertThat(String.join(" ", end.log())).contains("no-such-program-here");
  }

  @Test
  void keepsTheLastLinesOfALongOutput() throws Exception {
    StepEnd end = ended(script("i=0; while [ $i -lt 600 ]; do i=$((i+1)); echo $i; done"));

    assertThat(end.log()).hasSize(LoopbackExecutor.LOG_LINES).startsWith("101").endsWith("600");
  }

  @Test
  void keepsTheBeginningOfALineThatDoesNotEnd() throws Exception {
    StepEnd end = ended(script("head -c 100000 /dev/zero | tr '\\0' x"));

    assertThat(end.log()).containsExactly("x".repeat(LoopbackExecutor.LINE_CHARACTERS));
  }

  @Test
  void killsAStepAtItsTimeout() throws Exception {
    StepEnd end = ended(script("sleep 300").timeout(Duration.ofMillis(50)));

    assertThat(end.how()).isEqualTo(StepEnd.How.TIMED_OUT);
    assertThat(end.succeeded()).isFalse();
  }

  @Test
  void cancelsAStepWithItsChildren() throws Exception {
    Path pids = root.resolve("pids");
    LoopbackRun run =
        executor.start(
            script(
                "sh -c 'sleep 300 & echo $! > \"$1.new\"; mv \"$1.new\" \"$1\"' c \"$1\"; sleep 300",
                pids.toString()));
    long orphan = pid(pids);
    assertThat(run.state()).isEqualTo(StepRunState.RUNNING);

    run.cancel();

    assertThat(run.await(PATIENCE).how()).isEqualTo(StepEnd.How.CANCELLED);
    assertThat(run.state()).isEqualTo(StepRunState.ENDED);
    awaitGone(orphan);
  }

  @Test
  void endsWhatAStepLeavesBehind() throws Exception {
    Path pids = root.resolve("pids");
    StepEnd end = ended(script("sleep 300 & echo $! > \"$1\"", pids.toString()));

    assertThat(end.succeeded()).isTrue();
    awaitGone(pid(pids));
  }

  @Test
  void doesNotStartWhatIsCancelledWhileItWaits() throws Exception {
    try (LoopbackExecutor single = LoopbackExecutor.below(root).parallelism(1).build()) {
      LoopbackRun first = single.start(script("sleep 300"));
      Await.until("the first", PATIENCE, first::state, StepRunState.RUNNING::equals);
      LoopbackRun second = single.start(script("touch \"$1\"", root.resolve("ran").toString()));
      assertThat(second.state()).isEqualTo(StepRunState.WAITING);
      second.cancel();
      first.cancel();

      assertThat(second.await(PATIENCE))
          .isEqualTo(new StepEnd(StepEnd.How.CANCELLED, -1, Duration.ZERO, List.of()));
      assertThat(root.resolve("ran")).doesNotExist();
    }
  }

  @Test
  void cancelsWhatRunsWhenItIsClosed() throws Exception {
    LoopbackRun run = executor.start(script("sleep 300"));

    executor.close();

    assertThat(run.await(PATIENCE).how()).isEqualTo(StepEnd.How.CANCELLED);
  }

  @Test
  void measuresHowLongAStepRan() throws Exception {
    assertThat(ended(script("exit 0")).duration()).isPositive();
  }

  @Test
  void refusesAnAddressThatLeavesItsBucket() {
    ArtifactFolders folders = executor.folders();

    assertThat(folders.folder("gs://bucket/a/b"))
        .isEqualTo(folders.root().resolve("gs/bucket/a/b"));
    assertThat(folders.folder("file:///tmp/x")).isEqualTo(Path.of("/tmp/x"));
    assertThatThrownBy(() -> folders.folder("s3://bucket/../../../x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folders.folder("relative/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a scheme");
  }

  private static long pid(Path file) {
    return Await.until(
        "the child's id",
        PATIENCE,
        () -> {
          try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0L;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        pid -> pid > 0);
  }

  private static void awaitGone(long pid) {
    Await.until(
        "process " + pid + " to be gone",
        PATIENCE,
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid),
        alive -> !alive);
  }

  /** A child whose parent reaps nothing stays as an entry. */
  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) Z .*");
    } catch (IOException e) {
      return false;
    }
  }
}
