package dev.retrain.backend.local;

import dev.retrain.api.document.Durations;
import dev.retrain.backend.local.process.ProcessIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Java function running in this process. It can only be interrupted: one that does not listen
 * goes on in the background, and its folder must not be relied on.
 */
final class FunctionCall implements Attempt {

  private final FutureTask<Void> task;
  private final Executor threads;

  private FunctionCall(FutureTask<Void> task, Executor threads) {
    this.task = task;
    this.threads = threads;
  }

  static FunctionCall start(
      StepFunction function, StepFolder folder, List<String> arguments, Path log, Executor threads)
      throws IOException {
    PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(log, StandardCharsets.UTF_8), false);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              call(function, new StepCall(folder, arguments, writer), writer);
              return null;
            });
    return new FunctionCall(task, threads);
  }

  private static void call(StepFunction function, StepCall call, PrintWriter log) throws Exception {
    try (log) {
      try {
        function.run(call);
      } catch (Exception | LinkageError | AssertionError failed) {
        failed.printStackTrace(log);
        throw failed;
      }
    }
  }

  @Override
  public Optional<ProcessIdentity> process() {
    return Optional.empty();
  }

  @Override
  public void begin() {
    threads.execute(task);
  }

  @Override
  public AttemptEnd await(Optional<Duration> limit) throws InterruptedException {
    try {
      if (limit.isEmpty()) {
        task.get();
      } else {
        task.get(limit.get().toNanos(), TimeUnit.NANOSECONDS);
      }
      return AttemptEnd.well();
    } catch (TimeoutException e) {
      stop();
      return AttemptEnd.failed(
          "was interrupted after its timeout of "
              + Durations.format(limit.orElseThrow())
              + "; a Java function cannot be killed");
    } catch (ExecutionException e) {
      return AttemptEnd.failed("threw " + e.getCause());
    } catch (CancellationException e) {
      return AttemptEnd.failed("was interrupted");
    }
  }

  @Override
  public void stop() {
    task.cancel(true);
  }
}
