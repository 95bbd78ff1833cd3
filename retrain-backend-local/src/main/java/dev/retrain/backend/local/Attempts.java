package dev.retrain.backend.local;

import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.JournalEntry.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Executes a step, or a trial of one, as often as its retries allow. */
final class Attempts {

  private final Run run;
  private final Step step;
  private final Starter starter;

  Attempts(Run run, Step step) {
    this.run = run;
    this.step = step;
    this.starter = new Starter(run, step);
  }

  /**
   * Executes until it ends well or no attempt is left. Notes starts and retries, not the end.
   *
   * @param folder where it works
   * @param before attempts that were begun by an earlier owner of the run, which do not count
   */
  StepOutcome run(StepFolder folder, int before) throws IOException, InterruptedException {
    Retry retry = step.task().execution().retry();
    for (int i = 1; ; i++) {
      int number = before + i;
      Optional<String> wrong = once(folder, number);
      if (run.control().isStopped()) {
        return new StepOutcome.Stopped();
      }
      if (wrong.isEmpty()) {
        return new StepOutcome.Done();
      }
      if (i == retry.attempts()) {
        return new StepOutcome.Failed(failure(folder, number, wrong.get(), i));
      }
      run.journal().append(run.entry(Event.RETRIED, step, number).message(wrong.get()));
      run.control().pause(retry.backoff().multipliedBy(1L << (i - 1)));
    }
  }

  private Optional<String> once(StepFolder folder, int number)
      throws IOException, InterruptedException {
    run.machine().permits().acquire();
    try {
      if (run.control().isStopped()) {
        return Optional.empty();
      }
      folder.prepare();
      return execute(folder, number);
    } finally {
      run.machine().permits().release();
    }
  }

  private Optional<String> execute(StepFolder folder, int number)
      throws IOException, InterruptedException {
    Attempt attempt;
    try {
      attempt = starter.start(folder, folder.log(number));
    } catch (IOException e) {
      return Optional.of("could not be started: " + e.getMessage());
    }
    run.control().begun(attempt);
    try {
      run.journal().append(started(folder, number).process(attempt.process()));
      attempt.begin();
      Optional<String> wrong = attempt.await(limit());
      return wrong.isPresent() ? wrong : MetricsFiles.problemOf(step, folder);
    } catch (IOException | InterruptedException e) {
      attempt.stop();
      throw e;
    } finally {
      run.control().ended(attempt);
    }
  }

  private JournalEntry started(StepFolder folder, int number) {
    JournalEntry entry = run.entry(Event.STARTED, step, number);
    return folder.top().equals(run.folder().step(step.name()))
        ? entry
        : entry.message(
            "trial with " + Shapes.map(Shapes.scalar()).write(folder.hyperparameters()));
  }

  private Optional<Duration> limit() {
    return step.task().execution().timeout().or(() -> run.machine().settings().stepTimeout());
  }

  private RunResult.Failure failure(StepFolder folder, int number, String wrong, int attempts) {
    Path log = folder.log(number);
    String why =
        "the step "
            + step.name()
            + " "
            + wrong
            + (attempts > 1 ? ", at the last of " + attempts + " attempts" : "")
            + "; its log is "
            + log;
    return new RunResult.Failure(
        Optional.of(step.name()), why, LogTail.of(log), Optional.of(log.toUri()));
  }
}
