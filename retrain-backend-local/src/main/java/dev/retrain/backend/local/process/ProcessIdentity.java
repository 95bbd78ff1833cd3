package dev.retrain.backend.local.process;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process by number and start: a number alone is given again.
 *
 * @param pid its number
 * @param started when, by the clock of that time, where the system reports it
 * @param sinceBoot when, counted from the boot, where the system reports it
 */
public record ProcessIdentity(long pid, Optional<Instant> started, Optional<SinceBoot> sinceBoot) {

  /**
   * A start that does not move when the clock is set.
   *
   * @param boot which boot of the machine
   * @param ticks clock ticks after it
   */
  public record SinceBoot(String boot, long ticks) {}

  // Start instants are computed from the boot time, which moves when the clock is set: they decide
  // only where the system counts no ticks, and for what was noted before ticks were.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** The form in a journal. */
  public static final Shape<ProcessIdentity> SHAPE = shape();

  /** Returns the identity of a process. */
  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(
        process.pid(), process.info().startInstant(), sinceBoot(process.pid()));
  }

  private static Optional<SinceBoot> sinceBoot(long pid) {
    return ProcFile.boot()
        .flatMap(boot -> ProcFile.of(pid).map(file -> new SinceBoot(boot, file.ticks())));
  }

  /** Returns the process if it still runs and is the same. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(other -> ProcFile.of(pid).map(ProcFile::isRunning).orElse(true))
        .filter(this::isSame);
  }

  /** Returns how long ago it started, by the ticks of the machine; empty if it does not run. */
  public Optional<Duration> age() {
    return find().flatMap(process -> ProcFile.of(pid)).flatMap(ProcFile::age);
  }

  private boolean isSame(ProcessHandle other) {
    if (sinceBoot.isPresent()) {
      return sinceBoot.equals(sinceBoot(pid));
    }
    Optional<Instant> now = other.info().startInstant();
    return started.isPresent()
        && now.isPresent()
        && Duration.between(started.get(), now.get()).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Shape<ProcessIdentity> shape() {
    ObjectShape.Builder<ProcessIdentity> process = ObjectShape.named("Process");
    var pid =
        process.required(
            "pid", Shapes.integer(1, Long.MAX_VALUE), ProcessIdentity::pid, "its number");
    var started =
        process.maybe("started", Shapes.instant(), ProcessIdentity::started, "when it started");
    var since =
        process.maybe(
            "sinceBoot", sinceBootShape(), ProcessIdentity::sinceBoot, "the same, counted");
    return process.build(f -> new ProcessIdentity(f.get(pid), f.find(started), f.find(since)));
  }

  private static Shape<SinceBoot> sinceBootShape() {
    ObjectShape.Builder<SinceBoot> since = ObjectShape.named("SinceBoot");
    var boot = since.required("boot", Shapes.text(), SinceBoot::boot, "which boot");
    var ticks =
        since.required(
            "ticks", Shapes.integer(0, Long.MAX_VALUE), SinceBoot::ticks, "clock ticks after it");
    return since.build(f -> new SinceBoot(f.get(boot), f.get(ticks)));
  }
}
