package dev.retrain.backend.local;

import dev.retrain.api.document.Shapes;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.local.JournalEntry.Event;
import dev.retrain.backend.local.RunHistory.Unfinished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Executes a step, or a trial of one, as often as its retries allow. */
final class Attempts {

  /**
   * How long the end of a step that was killed by a signal waits for word that this process is to
   * end as well: a service manager stops all processes at once, and what is given up has not
   * failed.
   */
  private static final Duration AFTER_SIGNAL = Duration.ofSeconds(1);

  private final ActiveRun run;
  private final Step step;
  private final RunHistory history;
  private final Starter starter;

  Attempts(ActiveRun run, Step step, RunHistory history) {
    this.run = run;
    this.step = step;
    this.history = history;
    this.starter = new Starter(run, step);
  }

  /**
   * Executes until it ends well or no attempt is left. Notes starts and retries, not the end. An
   * attempt that an earlier owner of the run started is adopted where it still runs or has left its
   * exit code; others of earlier owners do not count.
   *
   * @param folder where it works
   */
  StepOutcome run(StepFolder folder) throws IOException, InterruptedException {
    Retry retry = step.task().execution().retry();
    int number = history.attempts(step.name(), place(folder));
    AttemptEnd end = adopt(folder);
    for (int i = end.known() ? 1 : 0; ; i++) {
      if (run.control().isStopped()) {
        return new StepOutcome.Stopped();
      }
      if (end.isWell()) {
        return new StepOutcome.Done();
      }
      if (end.known() && i == retry.attempts()) {
        return new StepOutcome.Failed(failure(folder, number, end.wrong().orElse(""), i));
      }
      if (end.known()) {
        noteRetry(folder, number, end);
        run.control().pause(retry.backoff().multipliedBy(1L << (i - 1)));
      }
      number++;
      end = once(folder, number);
    }
  }

  private AttemptEnd adopt(StepFolder folder) throws IOException, InterruptedException {
    Optional<Unfinished> left = history.unfinished(step.name(), place(folder));
    if (left.isEmpty()) {
      return AttemptEnd.unknown();
    }
    int number = left.get().number();
    Optional<Attempt> adopted = starter.adopt(left.get().process(), folder.log(number));
    if (adopted.isEmpty()) {
      return AttemptEnd.unknown();
    }
    run.services().permits().acquire();
    try {
      run.control().started(adopted.get());
      run.journal()
          .append(
              at(folder, run.entry(Event.ADOPTED, step, number))
                  .process(Optional.of(left.get().process()))
                  .message("adopted: the process that started it is gone"));
      return await(folder, adopted.get(), number);
    } finally {
      run.services().permits().release();
    }
  }

  private void noteRetry(StepFolder folder, int number, AttemptEnd end) throws IOException {
    run.journal()
        .append(at(folder, run.entry(Event.RETRIED, step, number)).message(end.wrong().orElse("")));
  }

  private AttemptEnd once(StepFolder folder, int number) throws IOException, InterruptedException {
    run.services().permits().acquire();
    try {
      if (run.control().isStopped()) {
        return AttemptEnd.unknown();
      }
      folder.prepare();
      return execute(folder, number);
    } finally {
      run.services().permits().release();
    }
  }

  private AttemptEnd execute(StepFolder folder, int number)
      throws IOException, InterruptedException {
    Attempt attempt;
    try {
      attempt = starter.start(folder, folder.log(number));
    } catch (IOException e) {
      return AttemptEnd.failed("could not be started: " + e.getMessage());
    }
    run.control().started(attempt);
    try {
      run.journal().append(started(folder, number).process(attempt.process()));
      attempt.begin();
    } catch (IOException e) {
      attempt.stop();
      throw e;
    }
    return await(folder, attempt, number);
  }

  private AttemptEnd await(StepFolder folder, Attempt attempt, int number)
      throws IOException, InterruptedException {
    try {
      AttemptEnd end = attempt.await(limit());
      if (end.wrong().filter(Attempts::isBySignal).isPresent()) {
        run.control().pause(AFTER_SIGNAL);
      }
      starter.masking().maskFile(folder.log(number));
      return end.isWell()
          ? MetricsFiles.problemOf(step, folder).map(AttemptEnd::failed).orElse(end)
          : end;
    } catch (IOException | InterruptedException e) {
      attempt.stop();
      throw e;
    } finally {
      run.control().ended(attempt);
    }
  }

  /** Returns whether a shell reports an end by SIGHUP, SIGINT or SIGTERM. */
  private static boolean isBySignal(String wrong) {
    return List.of("exited with code 129", "exited with code 130", "exited with code 143")
        .contains(wrong);
  }

  private JournalEntry started(StepFolder folder, int number) {
    JournalEntry entry = at(folder, run.entry(Event.STARTED, step, number));
    return entry.folder().isEmpty()
        ? entry
        : entry.message(
            "trial with " + Shapes.map(Shapes.scalar()).write(folder.hyperparameters()));
  }

  /** Adds where a trial works. */
  private JournalEntry at(StepFolder folder, JournalEntry entry) {
    return place(folder).equals(step.name()) ? entry : entry.folder(place(folder));
  }

  private String place(StepFolder folder) {
    return run.folder().path().relativize(folder.top()).toString();
  }

  private Optional<Duration> limit() {
    return step.task().execution().timeout().or(() -> run.services().settings().stepTimeout());
  }

  private RunResult.Failure failure(StepFolder folder, int number, String wrong, int attempts)
      throws IOException {
    Path log = folder.log(number);
    String why =
        "the step "
            + step.name()
            + " "
            + wrong
            + (attempts > 1 ? ", at the last of " + attempts + " attempts" : "")
            + "; its log is "
            + log;
    Masking masking = starter.masking();
    return new RunResult.Failure(
        Optional.of(step.name()),
        masking.mask(why),
        LogTail.of(log).stream().map(masking::mask).toList(),
        Optional.of(log.toUri()));
  }
}
