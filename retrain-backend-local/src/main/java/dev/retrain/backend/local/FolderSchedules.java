package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.Translator;
import dev.retrain.steps.folder.DurableFile;
import dev.retrain.steps.folder.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Schedules as files of a folder, one per name, which outlive the process and are the same for all
 * processes. A process that changes one holds the folder's lock.
 */
final class FolderSchedules implements Schedules {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ENDING = ".json";

  private final Path folder;
  private final Translator translator;
  private final Clock clock;
  private final Runnable begin;

  /**
   * Opens the schedules of a folder.
   *
   * @param begin starts the runs that are due
   */
  FolderSchedules(Path folder, Translator translator, Clock clock, Runnable begin) {
    this.folder = folder;
    this.translator = translator;
    this.clock = clock;
    this.begin = begin;
  }

  @Override
  public void beginDue() {
    begin.run();
  }

  @Override
  public ScheduleSummary put(RunSchedule schedule) {
    translator.preflight(schedule.pipeline()).orThrow(LocalTranslator.NAME, schedule.pipeline());
    CronTimes.of(schedule.cron(), schedule.zone());
    return exclusively(
        "put the schedule " + schedule.name(),
        () -> {
          Optional<KeptSchedule> before = kept(schedule.name());
          if (before.isPresent() && before.get().given().equals(schedule)) {
            return before.get().summary();
          }
          KeptSchedule now = new KeptSchedule(schedule, clock.instant());
          write(now);
          return now.summary();
        });
  }

  @Override
  public Optional<ScheduleSummary> find(String name) {
    return kept(name).map(KeptSchedule::summary);
  }

  @Override
  public List<ScheduleSummary> list(String pipeline) {
    return all().stream()
        .filter(kept -> kept.given().pipeline().name().equals(pipeline))
        .map(KeptSchedule::summary)
        .toList();
  }

  @Override
  public void delete(String name) {
    exclusively("delete the schedule " + name, () -> Files.deleteIfExists(file(name)));
  }

  /** Returns every schedule, by name. */
  List<KeptSchedule> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ENDING))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw unreachable("list the schedules", e);
    } catch (UncheckedIOException e) {
      throw unreachable("list the schedules", e);
    }
  }

  /** Work that changes schedules while no other process does. */
  interface Change {
    /** Called with the right to write. */
    void in(FolderSchedules schedules) throws IOException;
  }

  /** Makes a change now, or leaves it to the process that is changing schedules. */
  void unlessBusy(Change change) {
    try {
      Optional<FolderLock> lock = FolderLock.tryLock(lockFile());
      if (lock.isPresent()) {
        try {
          change.in(this);
        } finally {
          lock.get().close();
        }
      }
    } catch (IOException e) {
      throw unreachable("start the runs of schedules", e);
    }
  }

  void write(KeptSchedule schedule) throws IOException {
    DurableFile.write(
        file(schedule.given().name()), Documents.json(KeptSchedule.SHAPE.write(schedule)));
  }

  private Optional<KeptSchedule> kept(String name) {
    return read(file(name));
  }

  /** Returns nothing for a schedule that has been deleted since it was listed. */
  private Optional<KeptSchedule> read(Path file) {
    try {
      String text = Files.readString(file);
      return Optional.of(
          DocumentReader.of(
              KeptSchedule.SHAPE, Documents.parse(text, file.toString()), file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreachable("read the schedule " + file, e);
    }
  }

  private interface Work<R> {
    R result() throws IOException;
  }

  private <R> R exclusively(String asked, Work<R> work) {
    try {
      Files.createDirectories(folder);
      Optional<FolderLock> lock = FolderLock.lock(lockFile(), PATIENCE);
      if (lock.isEmpty()) {
        throw new TransientFailure(
            "cannot " + asked + ": another process kept " + folder + " locked for " + PATIENCE);
      }
      try {
        return work.result();
      } finally {
        lock.get().close();
      }
    } catch (IOException e) {
      throw unreachable(asked, e);
    }
  }

  private TransientFailure unreachable(String asked, Exception cause) {
    return new TransientFailure(
        "cannot " + asked + " in " + folder + ": " + cause,
        FailureContext.hint("check that the artifact root can be written and has space"),
        cause);
  }

  private Path file(String name) {
    return folder.resolve(name + ENDING);
  }

  private Path lockFile() {
    return folder.resolve("schedules.lock");
  }
}
